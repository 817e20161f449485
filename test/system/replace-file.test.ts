import { spawn } from 'node:child_process'
import {
  chownSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { buildSync } from 'esbuild'
import { describe, expect, test } from 'vitest'
import { backupFile, replaceFile } from '../../src/system/replace-file.ts'
import { root } from '../support/binary.ts'
import { temporaryHome } from '../support/home.ts'
import { dice } from '../support/random.ts'

const old = Buffer.from('\uFEFFA=ö\r\n')
const read = (path: string) => readFileSync(path, 'utf8')
const modeOf = (path: string) => statSync(path).mode & 0o777

describe('replaceFile', () => {
  test.each([[0o600], [0o644], [0o660], [0o400]])('keeps mode %o, and leaves nothing else', mode => {
    const { path, write } = temporaryHome()
    const file = write('file', old, mode)
    expect(replaceFile(file, '\uFEFFnew ö\n', old)).toBe('replaced')
    expect([read(file), modeOf(file), readdirSync(path)]).toEqual(['\uFEFFnew ö\n', mode, ['file']])
  })

  test('writes behind links, where the file really is', () => {
    const { path, write } = temporaryHome()
    const file = write('dotfiles/backends.env', old, 0o640)
    symlinkSync('dotfiles/backends.env', join(path, 'link'))
    symlinkSync(join(path, 'link'), join(path, 'second'))
    expect(replaceFile(join(path, 'second'), 'new', old)).toBe('replaced')
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
    replaceFile(file, 'new', old)
    expect(statSync(file)).toMatchObject({ uid: 12, gid: 34 })
    expect(modeOf(file)).toBe(0o640)
  })

  test('leaves another hard link as it was', () => {
    const { path, write } = temporaryHome()
    const file = write('file', old)
    linkSync(file, join(path, 'other'))
    replaceFile(file, 'new', old)
    expect([read(file), readFileSync(join(path, 'other'))]).toEqual(['new', old])
  })

  test.each([
    ['longer', '\uFEFFA=ö\r\n#'],
    ['as long', '\uFEFFB=ö\r\n'],
    ['empty', ''],
  ])('a file that is %s now is left alone', (_, now) => {
    const { path, write } = temporaryHome()
    const file = write('file', now)
    expect(replaceFile(file, 'new', old)).toBe('changed')
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
    expect(() => replaceFile(join(path, 'file'), 'new', old)).toThrow(new Error(why))
    expect(readdirSync(path)).toEqual(before)
  })

  test('a name that leaves no room for a draft is refused, and the file stays', () => {
    const { path, write } = temporaryHome()
    const file = write('x'.repeat(250), old)
    expect(() => replaceFile(file, 'new', old)).toThrow(new Error('the name is too long'))
    expect([readFileSync(file), readdirSync(path).length]).toEqual([old, 1])
  })
})

describe('backupFile', () => {
  test('copies the bytes for the owner alone, and replaces an earlier copy', () => {
    const { path, write } = temporaryHome()
    const bytes = Buffer.from([0xff, 0x0d, 0x0a, 0x00])
    const file = write('file', bytes, 0o644)
    write('file.bak', 'an earlier one', 0o666)
    expect(backupFile(file)).toBe(`${file}.bak`)
    expect([readFileSync(`${file}.bak`), modeOf(`${file}.bak`), modeOf(file)]).toEqual([bytes, 0o600, 0o644])
    expect(readdirSync(path)).toEqual(['file', 'file.bak'])
  })

  test('is a file beside a link, and never writes through one', () => {
    const { path, write } = temporaryHome()
    write('dotfiles/file', old)
    const precious = write('precious', 'precious')
    symlinkSync('dotfiles/file', join(path, 'link'))
    symlinkSync('precious', join(path, 'link.bak'))
    backupFile(join(path, 'link'))
    expect([readFileSync(join(path, 'link.bak')), read(precious)]).toEqual([old, 'precious'])
    expect(lstatSync(join(path, 'link.bak')).isFile()).toBe(true)
  })

  test.each([
    ['nothing', 'there is no such file', () => {}],
    ['a directory', 'it is a directory', (file: string) => mkdirSync(file)],
    [
      'a directory for a copy',
      'it is a directory',
      (file: string) => {
        writeFileSync(file, old)
        mkdirSync(`${file}.bak`)
      },
    ],
  ])('%s is refused: %s', (_, why, make) => {
    const { path } = temporaryHome()
    make(join(path, 'file'))
    expect(() => backupFile(join(path, 'file'))).toThrow(new Error(why))
    expect(readdirSync(path).filter(name => name.endsWith('.new'))).toEqual([])
  })
})

describe('killed while it writes', () => {
  const texts = ['one\n', 'two\n'].map(line => line.repeat(60_000))
  const loop = `
    const { replaceFile } = require('./replace-file.cjs')
    const texts = ['one\\n', 'two\\n'].map(line => line.repeat(60_000))
    process.stdout.write('.')
    for (let round = 1; ; round++) replaceFile(process.argv[2], texts[round % 2], Buffer.from(texts[1 - (round % 2)]))
  `

  test('the file is always one of its texts, whole', async () => {
    const { path, write } = temporaryHome()
    buildSync({
      entryPoints: [join(root, 'src/system/replace-file.ts')],
      outfile: join(path, 'replace-file.cjs'),
      bundle: true,
      platform: 'node',
      format: 'cjs',
    })
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
