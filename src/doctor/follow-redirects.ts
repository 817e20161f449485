import { isResponse } from '../system/http/is-response.ts'
import type { HttpClient, HttpFailure, HttpRequest, HttpResponse } from '../system/http/types.ts'

/** How often a request is sent on before it counts as a circle. The client gives up after 126 times [measured, 2.1.329]. */
const most = 20

/** What carries a secret: stays behind when another host is asked. */
export type Bare = (headers: HttpRequest['headers']) => HttpRequest['headers']

/**
 * Asks, and follows redirects as the client does [measured, 2.1.329]: 307 and 308 with the same request, the others with a
 * GET (https://fetch.spec.whatwg.org/#http-redirect-fetch), also to another host. To another origin the client leaves out
 * Authorization and Cookie alone: x-api-key and custom headers go there. Nothing but what `bare` leaves does so here.
 * `arrived` is told of every other origin that was asked.
 */
export async function followRedirects(
  client: HttpClient,
  question: HttpRequest,
  bare: Bare,
  arrived: (origin: string) => void,
): Promise<HttpResponse | HttpFailure> {
  let next = question
  const home = new URL(question.url).origin
  for (let times = 0; ; times++) {
    const answer = await client.ask(next)
    const location =
      isResponse(answer) && [301, 302, 303, 307, 308].includes(answer.status) && answer.headers['location']
    if (!isResponse(answer) || !location || times === most || !URL.canParse(location, next.url)) return answer
    const target = new URL(location, next.url)
    if (target.protocol !== 'http:' && target.protocol !== 'https:') return answer
    const isElsewhere = target.origin !== new URL(next.url).origin
    if (target.origin !== home) arrived(target.origin)
    const { body, ...rest } = next
    next = {
      ...rest,
      url: target.href,
      headers: isElsewhere ? bare(next.headers) : next.headers,
      ...(answer.status === 307 || answer.status === 308
        ? body === undefined
          ? {}
          : { body }
        : { method: 'GET' as const }),
    }
  }
}
