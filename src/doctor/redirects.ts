import type { Answer, Question, Silence, Wire } from '../system/wire.ts'
import { isAnswer } from './answered.ts'

/** How often a request is sent on before it counts as a circle. */
const most = 5

/** What carries a secret: stays behind when another host is asked. */
export type Bare = (headers: Question['headers']) => Question['headers']

/**
 * Asks, and follows redirects as the client does [measured: 2.1.329 follows 302 and 307, also to another host]: 307 and
 * 308 with the same request, the others with a GET (https://fetch.spec.whatwg.org/#http-redirect-fetch). Unlike it,
 * nothing of `bare` goes to another origin. `arrived` is told of every other origin that was asked.
 */
export async function askOnward(
  wire: Wire,
  question: Question,
  bare: Bare,
  arrived: (origin: string) => void,
): Promise<Answer | Silence> {
  let next = question
  for (let times = 0; ; times++) {
    const answer = await wire.ask(next)
    const location = isAnswer(answer) && [301, 302, 303, 307, 308].includes(answer.status) && answer.headers['location']
    if (!isAnswer(answer) || !location || times === most || !URL.canParse(location, next.url)) return answer
    const target = new URL(location, next.url)
    if (target.protocol !== 'http:' && target.protocol !== 'https:') return answer
    const isElsewhere = target.origin !== new URL(next.url).origin
    if (isElsewhere) arrived(target.origin)
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
