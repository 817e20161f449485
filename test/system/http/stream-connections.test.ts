import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { get, opened, serving, streams, tcp, textOf } from './streams.ts'

describe('connections', () => {
  const ok = (text: string) => `HTTP/1.1 200 OK\r\ncontent-length: ${text.length}\r\n\r\n${text}`

  test('one is kept for the requests that follow each other', async () => {
    const { url, made } = await tcp((_, write) => write(ok('yes')))
    const { send } = streams()
    for (let at = 0; at < 5; at++) expect(await textOf(await opened(send(get(url))))).toBe('yes')
    expect(made()).toBe(1)
  })

  test('one that was closed while nobody asked is made anew', async () => {
    const { url, made } = await tcp((_, write, end, nth) => {
      write(ok('yes'))
      if (nth === 1) setTimeout(end, 20)
    })
    const { send } = streams()
    expect(await textOf(await opened(send(get(url))))).toBe('yes')
    await wait(60)
    expect(await textOf(await opened(send(get(url))))).toBe('yes')
    expect(made()).toBe(2)
  })

  test('one that is closed instead of an answer is asked anew only where nothing was heard', async () => {
    let asked = 0
    const { url, made } = await tcp((_, write, end) => {
      asked++
      if (asked === 2) end()
      else write(ok('yes'))
    })
    const { send } = streams()
    await textOf(await opened(send(get(url))))
    expect(await textOf(await opened(send(get(url))))).toBe('yes')
    expect([asked, made()]).toEqual([3, 2])
  })

  test('a new one that is closed instead of an answer is a failure', async () => {
    const { url, made } = await tcp((_, __, end) => end())
    expect(await streams().send(get(url))).toMatchObject({ step: 'answer', code: 'ECONNRESET' })
    expect(made()).toBe(1)
  })
})

describe('what goes wrong is said by its step', () => {
  test.each<[string, string, object]>([
    ['nobody listens', 'http://127.0.0.1:1/', { step: 'connect', code: 'ECONNREFUSED' }],
    ['no URL', 'here', { step: 'address', code: 'ERR_INVALID_URL' }],
    ['another protocol', 'ftp://127.0.0.1/', { step: 'address', code: 'ERR_INVALID_PROTOCOL' }],
  ])('%s', async (_, url, expected) => {
    expect(await streams().send(get(url))).toMatchObject(expected)
  })

  test('an answer that does not begin', async () => {
    const { url } = await tcp(() => {})
    const answer = await streams({ firstByteMs: 100 }).send(get(url))
    expect(answer).toEqual({
      step: 'answer',
      code: 'ETIMEDOUT',
      says: 'it took the request, and says nothing within 0.1 s',
    })
  })

  test('an answer that goes silent, and one that is cut, throw while they are read', async () => {
    const silent = await tcp((_, write) => write('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhalf'))
    const answer = await opened(streams({ idleMs: 100 }).send(get(silent.url)))
    await expect(textOf(answer)).rejects.toMatchObject({ code: 'ETIMEDOUT' })
    const cut = await tcp((_, write, end) => {
      write('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhalf')
      setTimeout(end, 20)
    })
    await expect(opened(streams().send(get(cut.url))).then(textOf)).rejects.toMatchObject({ code: 'ECONNRESET' })
  })

  test('a redirect is an answer like any other', async () => {
    const url = await serving(async () => ({
      status: 307,
      headers: { location: 'http://elsewhere.example/' },
      body: '',
    }))
    expect((await opened(streams().send(get(url)))).status).toBe(307)
  })
})
