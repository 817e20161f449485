import { describe, expect, test } from 'vitest'
import { followRedirects } from '../../src/doctor/follow-redirects.ts'
import type { HttpFailure, HttpRequest, HttpResponse } from '../../src/system/http/types.ts'
import { answered, silence } from '../support/patient.ts'

const home = 'http://box:8000'
const question: HttpRequest = {
  method: 'POST',
  url: `${home}/v1/messages?beta=true`,
  headers: { authorization: 'Bearer secret', 'x-own': 'secret too', accept: 'application/json' },
  body: '{}',
  limits: { totalMs: 5 },
}
const bare = ({ accept = '' }: HttpRequest['headers']) => ({ accept })
const to = (location: string, status = 307) => answered('', { status, headers: { location } })
const fine = answered('fine')

/** Follows a chain of answers: what was asked, whose origins, and what came in the end. */
async function follow(...answers: (HttpResponse | HttpFailure)[]) {
  const asked: HttpRequest[] = []
  const origins: string[] = []
  const ask = async (one: HttpRequest) => answers[Math.min(asked.push(one), answers.length) - 1] ?? fine
  const answer = await followRedirects({ ask, close: () => undefined }, question, bare, origin => origins.push(origin))
  return { asked, origins, answer }
}

const moved = (path: string) => ({ ...question, url: `${home}${path}` })
const gotten = (path: string) => {
  const { body: _, ...rest } = moved(path)
  return { ...rest, method: 'GET' }
}

describe('within the same origin everything goes along', () => {
  test.each<[string, number, second: object]>([
    ['/other', 307, moved('/other')],
    ['other', 308, moved('/v1/other')],
    ['?x=1', 307, moved('/v1/messages?x=1')],
    [`${home}/there`, 307, moved('/there')],
    ['/other', 301, gotten('/other')],
    ['/login', 302, gotten('/login')],
    ['/other', 303, gotten('/other')],
  ])('%s with %i', async (location, status, second) => {
    const { asked, origins, answer } = await follow(to(location, status), fine)
    expect(asked).toEqual([question, second])
    expect(origins).toEqual([])
    expect(answer).toBe(fine)
  })
})

describe('to another origin no credential goes', () => {
  const elsewhere = { ...question, headers: { accept: 'application/json' } }
  test.each([
    ['another host', 'http://other:8000/x', 'http://other:8000'],
    ['another port', 'http://box:9000/x', 'http://box:9000'],
    ['another scheme', 'https://box:8000/x', 'https://box:8000'],
    ['without a scheme', '//other/x', 'http://other'],
  ])('%s', async (_, location, origin) => {
    const { asked, origins } = await follow(to(location), fine)
    expect(asked[1]).toEqual({ ...elsewhere, url: `${origin}/x` })
    expect(origins).toEqual([origin])
  })

  test('and none comes back with it', async () => {
    const { asked, origins } = await follow(to('http://other/x'), to(`${home}/y`), fine)
    expect(asked[2]).toEqual({ ...elsewhere, url: `${home}/y` })
    expect(origins).toEqual(['http://other'])
  })
})

describe('ends', () => {
  test.each<[string, HttpResponse | HttpFailure]>([
    ['no redirect', fine],
    ['an error with a location', to('/x', 404)],
    ['300', to('/x', 300)],
    ['304', to('/x', 304)],
    ['no location', answered('', { status: 307 })],
    ['an empty location', to('')],
    ['no URL', to('http://[oh')],
    ['another protocol', to('ftp://box/x')],
    ['a script', to('javascript:alert(1)')],
    ['a file', to('file:///etc/passwd')],
    ['silence', silence('ECONNRESET')],
  ])('at once: %s', async (_, first) => {
    const { asked, answer } = await follow(first)
    expect(asked).toHaveLength(1)
    expect(answer).toBe(first)
  })

  test('in a circle', async () => {
    const { asked, answer } = await follow(to('/v1/messages'))
    expect(asked).toHaveLength(21)
    expect(answer).toMatchObject({ status: 307 })
  })

  test('in a silence', async () => {
    const { answer } = await follow(to('http://other/x'), silence('ENOTFOUND', 'address'))
    expect(answer).toMatchObject({ step: 'address' })
  })
})
