import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { buildSync } from 'esbuild'
import { describe, expect, test } from 'vitest'
import { replaceFile } from '../../src/system/replace-file.ts'
import { root } from '../support/binary.ts'
import { temporaryHome } from '../support/home.ts'
import { dice } from '../support/random.ts'
import { modeOf, old, read } from './replaced.ts'

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
