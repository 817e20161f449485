import { expect, test } from 'vitest'
import { openRequestLog, type RequestRecord } from '../../src/router/request-log.ts'
import { changeSystem, plainSystem } from '../support/plain-system.ts'

const record = (time = '2026-11-26T12:00:00.000Z'): RequestRecord => ({
  time,
  profile: 'vibe',
  asked: 'a',
  model: 'm',
  kind: 'mistral',
  class: 'main',
  status: 200,
  usage: { input: 1 },
  firstByteMs: 1,
  totalMs: 2,
  repairs: [],
})

const path = (month: string) => `/home/me/.local/state/claude-switch/requests-${month}.jsonl`

test('a request is a line, in the file of its month', () => {
  const system = plainSystem()
  const log = openRequestLog(system)
  log(record())
  log(record())
  log(record('2026-12-01T00:00:00.000Z'))
  const november = system.disk.get(path('2026-11'))
  expect(november && 'text' in november && november.text).toBe(`${JSON.stringify(record())}\n`.repeat(2))
  expect(system.disk.has(path('2026-12'))).toBe(true)
})

test('a file that is full makes room, and is kept once', () => {
  const full = 'x'.repeat((32 << 20) - 10)
  const system = plainSystem({ [path('2026-11')]: full })
  openRequestLog(system)(record())
  expect(system.disk.get(`${path('2026-11')}.1`)).toEqual({ text: full })
  expect(system.disk.get(path('2026-11'))).toEqual({ text: `${JSON.stringify(record())}\n` })
})

test('a disk that is full keeps nobody waiting', () => {
  const append = () => {
    throw new Error('ENOSPC')
  }
  expect(() => openRequestLog(changeSystem(plainSystem(), { files: { append } }))(record())).not.toThrow()
})
