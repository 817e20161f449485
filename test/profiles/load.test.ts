import { describe, expect, test } from 'vitest'
import { backendsPath, findBackendsFile } from '../../src/profiles/load.ts'
import { shownPath } from '../../src/system/shown-path.ts'
import { plainSystem } from '../support/plain-system.ts'

const path = '/home/me/.claude-backends.env'

test.each([
  [undefined, path],
  ['', path],
  ['/etc/backends.env', '/etc/backends.env'],
  ['~/sync/backends.env', '/home/me/sync/backends.env'],
  ['~', '/home/me'],
  ['backends.env', '/code/backends.env'],
  ['../backends.env', '/backends.env'],
  ['~other/x', '/code/~other/x'],
])('CLAUDE_BACKENDS_CONFIG=%s is %s', (value, expected) => {
  const environment = value === undefined ? {} : { CLAUDE_BACKENDS_CONFIG: value }
  expect(backendsPath(plainSystem({}, { environment }))).toBe(expected)
})

test.each([
  ['/home/me/x', '/home/me', '~/x'],
  ['/home/me', '/home/me', '/home/me'],
  ['/home/meredith/x', '/home/me', '/home/meredith/x'],
  ['/x', '/', '/x'],
])('%s at home in %s is shown as %s', (long, home, shown) => expect(shownPath(long, home)).toBe(shown))

test('a file that is there is not created', () => {
  const system = plainSystem({ [path]: 'BOX_KIND=vllm\n' })
  expect(findBackendsFile(system, true)).toMatchObject({ created: false, path, mode: 0o600 })
  expect(system.disk.size).toBe(1)
})

describe('a missing file', () => {
  test('is written from the template', () => {
    const system = plainSystem()
    expect(findBackendsFile(system, true)).toMatchObject({
      created: true,
      exposed: false,
      shown: '~/.claude-backends.env',
    })
    expect(system.disk.get(path)).toEqual({ text: '# templates/claude-backends.env\n' })
  })

  test('is not, where nothing may be written, and counts all the same', () => {
    const system = plainSystem({}, { files: { own: () => 'BOX_KIND=vllm\n' } })
    const { created, file } = findBackendsFile(system, false)
    expect([created, file.profiles.has('box'), system.disk.size]).toEqual([false, true, 0])
  })

  test('was written by somebody else meanwhile', () => {
    expect(findBackendsFile(plainSystem({}, { files: { create: () => false } }), true).created).toBe(false)
  })

  test('cannot be written', () => {
    const createFile = () => {
      throw new Error('permission denied')
    }
    const { created, unwritten, file } = findBackendsFile(plainSystem({}, { files: { create: createFile } }), true)
    expect([created, unwritten, file.profiles.has('cloud')]).toEqual([false, 'permission denied', true])
  })
})

test.each([
  [0o600, false],
  [0o400, false],
  [0o700, false],
  [0o640, true],
  [0o604, true],
  [0o644, true],
  [0o620, true],
])('mode %o is exposed: %s', (mode, expected) => {
  expect(findBackendsFile(plainSystem({ [path]: { text: '', mode } }), true).exposed).toBe(expected)
})

test('on Windows modes mean nothing', () => {
  const system = plainSystem({ [path]: { text: '', mode: 0o666 } }, { platform: 'win32' })
  expect(findBackendsFile(system, true).exposed).toBe(false)
})

test.each([
  ['NUL', { text: 'A=\0', mode: 0o600 }, 'it is not a text file (it has NUL bytes in it).'],
  ['Latin-1', { text: 'A=gr\xf6\xdfe', mode: 0o600 }, 'it is not UTF-8 text; save it as UTF-8.'],
  ['a reason of the system', { unreadable: 'it is a directory' }, 'it is a directory.'],
  ['more than 1 MiB', { text: '#'.repeat((1 << 20) + 1), mode: 0o600 }, 'too large.'],
])('%s is refused', (_, file, why) => {
  expect(() => findBackendsFile(plainSystem({ [path]: file }), true)).toThrow(
    `~/.claude-backends.env cannot be read: ${why}`,
  )
})
