import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  copyFileSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { environmentOf, root } from '../support/binary.ts'
import { backendsText, temporaryHome } from '../support/home.ts'

// V8 runs what is in its cache as it is, and does not look for damage.

describe('a code cache that is not ours to trust', () => {
  const cacheIn = (directory: string) => {
    const [name = 'none'] = readdirSync(directory).filter(file => file.endsWith('.cache'))
    return join(directory, name)
  }
  /** The built program in a directory of its own, run once, so that it has a cache. */
  function installed() {
    const home = temporaryHome(backendsText)
    const directory = join(home.path, 'dist')
    mkdirSync(directory)
    for (const file of ['cli.cjs', 'main.cjs']) copyFileSync(join(root, 'dist', file), join(directory, file))
    cpSync(join(root, 'shell'), join(home.path, 'shell'), { recursive: true })
    copyFileSync(join(root, 'package.json'), join(home.path, 'package.json'))
    const run = (umask = '022') =>
      spawnSync(
        'sh',
        ['-c', `umask ${umask}; exec "$0" "$1" status --short`, process.execPath, join(directory, 'cli.cjs')],
        {
          env: environmentOf(home),
          encoding: 'utf8',
          timeout: 20_000,
        },
      )
    return { directory, run }
  }

  test('is readable by all, and writable by its owner alone, under any umask', () => {
    const { directory, run } = installed()
    expect(run('000')).toMatchObject({ status: 0, stderr: '' })
    expect(statSync(cacheIn(directory)).mode & 0o777).toBe(0o644)
  })

  const damages: readonly (readonly [string, (bytes: Buffer) => Buffer])[] = [
    ['cut short', bytes => bytes.subarray(0, bytes.length - 1)],
    ['empty', () => Buffer.alloc(0)],
    ['nothing but zeros', bytes => Buffer.alloc(bytes.length)],
    ...[0.1, 0.3, 0.6, 0.9].map(
      place =>
        [
          `one byte wrong at ${place}`,
          (bytes: Buffer) => {
            const at = Math.floor(bytes.length * place)
            const wrong = Buffer.from(bytes)
            wrong[at] = (wrong[at] ?? 0) ^ 0xff
            return wrong
          },
        ] as const,
    ),
    ['another text', () => Buffer.from('hello')],
  ]
  test.each(damages)('%s: every command works, and the cache is made anew', (_, damage) => {
    const { directory, run } = installed()
    run()
    const path = cacheIn(directory)
    const good = readFileSync(path)
    writeFileSync(path, damage(good))
    expect(run()).toMatchObject({ status: 0, stderr: '', signal: null })
    const mended = readFileSync(path)
    expect(mended.subarray(0, mended.length / 2).equals(mended.subarray(mended.length / 2))).toBe(true)
  })

  test.each([
    ['a pipe', (path: string) => spawnSync('mkfifo', [path])],
    ['a link to a device', (path: string) => symlinkSync('/dev/zero', path)],
    ['a link to nothing', (path: string) => symlinkSync('/nowhere', path)],
    ['a directory', (path: string) => mkdirSync(path)],
  ])('%s in its place keeps no command waiting', (_, put) => {
    const { directory, run } = installed()
    run()
    const path = cacheIn(directory)
    rmSync(path)
    put(path)
    expect(run()).toMatchObject({ status: 0, stderr: '', signal: null })
  })

  test.each([0o666, 0o664])('writable by others (%o): it is not run, and replaced', mode => {
    const { directory, run } = installed()
    run()
    const path = cacheIn(directory)
    const { ino } = statSync(path)
    chmodSync(path, mode)
    expect(run()).toMatchObject({ status: 0, stderr: '' })
    expect(statSync(path).mode & 0o777).toBe(0o644)
    expect(statSync(path).ino).not.toBe(ino)
  })

  test.skipIf(process.getuid?.() !== 0)('another user’s: it is not run, and replaced', () => {
    const { directory, run } = installed()
    run()
    chownSync(cacheIn(directory), 12_345, 12_345)
    expect(run()).toMatchObject({ status: 0, stderr: '' })
    expect(statSync(cacheIn(directory)).uid).toBe(0)
  })
})
