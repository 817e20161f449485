import { spawn, spawnSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { buildSync } from 'esbuild'
import { describe, expect, test } from 'vitest'
import { replaceFile } from '../../src/system/replace-file.ts'
import { root } from '../support/binary.ts'
import { type Home, temporaryHome } from '../support/home.ts'
import { dice } from '../support/random.ts'

const old = Buffer.from('\uFEFFA=ö\r\n')
const read = (path: string) => readFileSync(path, 'utf8')
const modeOf = (path: string) => statSync(path).mode & 0o777

const replace = (path: string, text: string, expected: Uint8Array) => replaceFile({ path, text, expected })

describe('a file that is replaced', () => {
  test.each([[0o600], [0o644], [0o660], [0o700]])('keeps mode %o, and leaves nothing else', mode => {
    const { path, write } = temporaryHome()
    const file = write('file', old, mode)
    expect(replace(file, '\uFEFFnew ö\n', old)).toBe('done')
    expect([read(file), modeOf(file), readdirSync(path)]).toEqual(['\uFEFFnew ö\n', mode, ['file']])
  })

  test('writes behind links, where the file really is', () => {
    const { path, write } = temporaryHome()
    const file = write('dotfiles/backends.env', old, 0o640)
    symlinkSync('dotfiles/backends.env', join(path, 'link'))
    symlinkSync(join(path, 'link'), join(path, 'second'))
    expect(replace(join(path, 'second'), 'new', old)).toBe('done')
    expect([read(file), modeOf(file), readlinkSync(join(path, 'link'))]).toEqual([
      'new',
      0o640,
      'dotfiles/backends.env',
    ])
    expect(lstatSync(join(path, 'second')).isSymbolicLink()).toBe(true)
    expect(readdirSync(join(path, 'dotfiles'))).toEqual(['backends.env'])
  })

  test.runIf(process.getuid?.() === 0)('keeps the owner', () => {
    const file = temporaryHome().write('file', old, 0o640)
    chownSync(file, 12, 34)
    replace(file, 'new', old)
    expect(statSync(file)).toMatchObject({ uid: 12, gid: 34 })
    expect(modeOf(file)).toBe(0o640)
  })

  test('leaves another hard link as it was', () => {
    const { path, write } = temporaryHome()
    const file = write('file', old)
    linkSync(file, join(path, 'other'))
    replace(file, 'new', old)
    expect([read(file), readFileSync(join(path, 'other'))]).toEqual(['new', old])
  })

  test.each([
    ['longer', '\uFEFFA=ö\r\n#'],
    ['as long', '\uFEFFB=ö\r\n'],
    ['empty', ''],
  ])('a file that is %s now is left alone', (_, now) => {
    const { path, write } = temporaryHome()
    const file = write('file', now)
    expect(replace(file, 'new', old)).toBe('changed')
    expect([read(file), readdirSync(path)]).toEqual([now, ['file']])
  })

  test.each([
    ['nothing', 'there is no such file', () => {}],
    ['a directory', 'it is a directory', (path: string) => mkdirSync(path)],
    ['a link to nothing', 'there is no such file', (path: string) => symlinkSync('nowhere', path)],
    ['links in a circle', 'its links go round in a circle', (path: string) => symlinkSync('file', path)],
    ['a device', 'it is not a regular file', (path: string) => symlinkSync('/dev/null', path)],
  ])('%s is refused: %s', (_, why, make) => {
    const { path } = temporaryHome()
    make(join(path, 'file'))
    const before = readdirSync(path)
    expect(() => replace(join(path, 'file'), 'new', old)).toThrow(new Error(why))
    expect(readdirSync(path)).toEqual(before)
  })

  test('a name that leaves no room for a draft is refused, and the file stays', () => {
    const { path, write } = temporaryHome()
    const file = write('x'.repeat(250), old)
    expect(() => replace(file, 'new', old)).toThrow(new Error('the name is too long'))
    expect([readFileSync(file), readdirSync(path).length]).toEqual([old, 1])
  })
})

describe('the copy', () => {
  const copied = (file: string, bytes: Uint8Array) =>
    replaceFile({ path: file, text: 'new', expected: bytes, backup: bytes })

  test('is for the owner alone, and replaces an earlier one', () => {
    const { path, write } = temporaryHome()
    const bytes = Buffer.from([0xff, 0x0d, 0x0a, 0x00])
    const file = write('file', bytes, 0o644)
    write('file.bak', 'an earlier one', 0o666)
    expect(copied(file, bytes)).toBe('done')
    expect([readFileSync(`${file}.bak`), modeOf(`${file}.bak`), modeOf(file)]).toEqual([bytes, 0o600, 0o644])
    expect(readdirSync(path)).toEqual(['file', 'file.bak'])
  })

  test('is a file beside a link, and never written through one', () => {
    const { path, write } = temporaryHome()
    write('dotfiles/file', old)
    const precious = write('precious', 'precious')
    symlinkSync('dotfiles/file', join(path, 'link'))
    symlinkSync('precious', join(path, 'link.bak'))
    copied(join(path, 'link'), old)
    expect([readFileSync(join(path, 'link.bak')), read(precious)]).toEqual([old, 'precious'])
    expect(lstatSync(join(path, 'link.bak')).isFile()).toBe(true)
  })

  test.each<[string, string, (home: Home, file: string) => void]>([
    ['changed', 'changed', (_, file) => writeFileSync(file, 'theirs')],
    ['read-only', 'it is marked read-only', (_, file) => chmodSync(file, 0o444)],
    ['gone', 'there is no such file', (_, file) => rmSync(file)],
  ])('stays as it was for a file that is %s', (_, says, happens) => {
    const home = temporaryHome()
    const file = home.write('file', old)
    home.write('file.bak', 'an earlier one')
    happens(home, file)
    const outcome = () => {
      try {
        return copied(file, old)
      } catch (error) {
        return (error as Error).message
      }
    }
    expect(outcome()).toBe(says)
    expect(read(`${file}.bak`)).toBe('an earlier one')
    expect(readdirSync(home.path).filter(name => name.endsWith('.new'))).toEqual([])
  })

  test('a directory in its place leaves the file as it was', () => {
    const { path, write } = temporaryHome()
    const file = write('file', old)
    mkdirSync(`${file}.bak`)
    expect(() => copied(file, old)).toThrow(new Error('it is a directory'))
    expect([readFileSync(file), readdirSync(path)]).toEqual([old, ['file', 'file.bak']])
  })
})

describe('what else becomes of a file', () => {
  test('a new one is the user’s alone, and is made once', () => {
    const { path } = temporaryHome()
    const file = join(path, 'deep/er/file')
    expect(replaceFile({ path: file, text: 'one' })).toBe('done')
    expect(replaceFile({ path: file, text: 'two' })).toBe('changed')
    expect([read(file), modeOf(file)]).toEqual(['one', 0o600])
  })

  test('no link to nothing is followed', () => {
    const { path } = temporaryHome()
    symlinkSync('nowhere', join(path, 'link'))
    expect(() => replaceFile({ path: join(path, 'link'), text: 'x' })).toThrow(new Error('it is a link to nothing'))
    expect(existsSync(join(path, 'nowhere'))).toBe(false)
  })

  test('it is taken away, but not when it has changed, nor through a link', () => {
    const { path, write } = temporaryHome()
    const file = write('file', old)
    symlinkSync('file', join(path, 'link'))
    expect(replaceFile({ path: file, text: null, expected: Buffer.from('x') })).toBe('changed')
    expect(() => replaceFile({ path: join(path, 'link'), text: null, expected: old })).toThrow('it is a link')
    expect(existsSync(file)).toBe(true)
    expect(replaceFile({ path: file, text: null, expected: old })).toBe('done')
    expect(existsSync(file)).toBe(false)
  })

  test('a mask takes it from all others', () => {
    const file = temporaryHome().write('file', old, 0o664)
    replaceFile({ path: file, text: 'secret', expected: old, mask: 0o700 })
    expect(modeOf(file)).toBe(0o600)
  })

  test('drafts of writers that were killed go, those of others and of the living stay', () => {
    const { path, write } = temporaryHome()
    const file = write('file', old)
    const living = `file.${process.pid}-abc.new`
    for (const name of ['file.999999999-abc.new', 'file.bak.999999999-x1.new', 'file.new', living, 'file.1-a.txt'])
      write(name, 'a secret')
    replaceFile({ path: file, text: 'new', expected: old, backup: old })
    expect(readdirSync(path)).toEqual(['file', 'file.1-a.txt', living, 'file.bak', 'file.new'])
  })

  test('Ctrl-C in the middle waits until the draft is gone', () => {
    const { path, write } = temporaryHome()
    const file = write('file', old)
    bundle(path)
    const program = write(
      'signal.cjs',
      `const fs = require('fs'), { fsyncSync } = fs
fs.fsyncSync = file => { fsyncSync(file); process.kill(process.pid, 'SIGTERM') }
const { replaceFile } = require('./replace-file.cjs')
replaceFile({ path: process.argv[2], text: 'new', expected: fs.readFileSync(process.argv[2]) })
setTimeout(() => process.exit(7), 5000)`,
    )
    const { status } = spawnSync(process.execPath, [program, file])
    expect([status, read(file)]).toEqual([143, 'new'])
    expect(readdirSync(path).filter(name => name.endsWith('.new'))).toEqual([])
  })
})

/** The module as a program of its own can require it. */
function bundle(path: string): void {
  buildSync({
    entryPoints: [join(root, 'src/system/replace-file.ts')],
    outfile: join(path, 'replace-file.cjs'),
    bundle: true,
    platform: 'node',
    format: 'cjs',
  })
}

describe('killed while it writes', () => {
  const texts = ['one\n', 'two\n'].map(line => line.repeat(60_000))
  const loop = `
    const { replaceFile } = require('./replace-file.cjs')
    const texts = ['one\\n', 'two\\n'].map(line => line.repeat(60_000))
    process.stdout.write('.')
    for (let round = 1; ; round++) replaceFile({ path: process.argv[2], text: texts[round % 2], expected: Buffer.from(texts[1 - (round % 2)]) })
  `

  test('the file is always one of its texts, whole', async () => {
    const { path, write } = temporaryHome()
    bundle(path)
    const program = write('loop.cjs', loop)
    const { below } = dice(5)
    const waits = Array.from({ length: 100 }, () => below(25))
    let interrupted = 0
    const killOne = async (directory: string, ms: number) => {
      const file = write(join(directory, 'file'), texts[0] ?? '')
      const child = spawn(process.execPath, [program, file], { stdio: ['ignore', 'pipe', 'inherit'], timeout: 20_000 })
      await new Promise(resolve => child.stdout.once('data', resolve))
      await new Promise(resolve => setTimeout(resolve, ms))
      const ended = new Promise<unknown>(resolve => child.once('close', (_, signal) => resolve(signal)))
      child.kill('SIGKILL')
      expect(await ended).toBe('SIGKILL')
      expect(texts.indexOf(read(file)), `after ${ms} ms`).not.toBe(-1)
      const drafts = readdirSync(join(path, directory)).filter(name => name.endsWith('.new'))
      for (const draft of drafts) expect(modeOf(join(path, directory, draft))).toBe(0o600)
      interrupted += drafts.length
      replaceFile({ path: file, text: 'after', expected: Buffer.from(read(file)) })
      expect(readdirSync(join(path, directory))).toEqual(['file'])
    }
    const lanes = [0, 1].map(async lane => {
      for (const [index, ms] of waits.entries()) if (index % 2 === lane) await killOne(`lane-${index}`, ms)
    })
    await Promise.all(lanes)
    // Else nothing was killed at a moment that matters.
    expect(interrupted).toBeGreaterThan(10)
    expect(existsSync(join(path, 'lane-99', 'file'))).toBe(true)
  })
})
