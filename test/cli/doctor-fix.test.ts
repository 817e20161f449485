import { chmodSync, lstatSync, mkdirSync, readFileSync, renameSync, statSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { runAside } from '../support/aside.ts'
import type { Fake } from '../support/fakes/fake.ts'
import { serveFake } from '../support/fakes/serving.ts'
import { vllm } from '../support/fakes/vllm.ts'
import { type Home, temporaryHome } from '../support/home.ts'

/** A file with more in it than the profile, and what becomes of it. The window is 40960, and the profile says nothing. */
const written = (url: string) => `# my servers

export BOX_BASE_URL="${url}"   # the box
BOX_KIND = vllm
BOX_MODEL=served-name
BOX_AUTH_TOKEN='canary-box'  # from the vault
BOX_MAX_OUTPUT_TOKENS=32000 # as always

OTHER_LINE=kept
`
const rewritten = (url: string) =>
  written(url).replace('=32000 #', '=4096 #').replace('as always\n', 'as always\nBOX_CONTEXT_TOKENS=40960\n')
const small = vllm({ context: { loaded: 40_960 } })

async function homeOf(fake: Fake = small) {
  const { url, seen } = await serveFake(fake)
  return { home: temporaryHome(written(url)), url, seen }
}
const name = '.claude-backends.env'
const textOf = (home: Home, file = name) => readFileSync(join(home.path, file), 'utf8')
const modeOf = (home: Home, file = name) => statSync(join(home.path, file)).mode & 0o777

test('--fix --yes: the change, the file, the copy, and what is found then', async () => {
  const { home, url } = await homeOf()
  chmodSync(join(home.path, name), 0o640)
  const { code, stdout, stderr } = await runAside(['doctor', 'box', '--fix', '--yes'], home)
  expect(code).toBe(0)
  expect(stderr.split('\n').filter(line => !/^box: /.test(line))).toEqual([
    `~/${name}`,
    '  7 - BOX_MAX_OUTPUT_TOKENS=32000 # as always',
    '  7 + BOX_MAX_OUTPUT_TOKENS=4096 # as always',
    '  8 + BOX_CONTEXT_TOKENS=40960',
    `wrote ~/${name}; what it was, secrets and all, is in ~/${name}.bak.`,
    '',
  ])
  expect(textOf(home)).toBe(rewritten(url))
  expect(textOf(home, `${name}.bak`)).toBe(written(url))
  expect([modeOf(home), modeOf(home, `${name}.bak`)]).toEqual([0o640, 0o600])
  expect([...stdout.matchAll(/^box {2}(.*)$/gm)].map(([, verdict]) => verdict)).toEqual([
    'breaks: context window; works with the settings below',
    'works',
  ])
  expect(stdout.match(/^this machine$/gm)).toHaveLength(1)
})

test('a second time there is nothing to write, and the file stays as it is', async () => {
  const { home } = await homeOf()
  await runAside(['doctor', 'box', '--fix', '--yes'], home)
  const { mtimeMs } = statSync(join(home.path, name))
  const { code, stderr } = await runAside(['doctor', 'box', '--fix', '--yes'], home)
  expect({ code, stderr }).toEqual({
    code: 0,
    stderr: expect.stringMatching(
      /^box: works .*\nthere is nothing to write: what is left to do is not a line of this file\.\n$/,
    ),
  })
  expect(statSync(join(home.path, name)).mtimeMs).toBe(mtimeMs)
})

test('--json --fix --yes: one object, with the findings after the change', async () => {
  const { home, url } = await homeOf()
  const { code, stdout } = await runAside(['doctor', 'box', '--json', '--fix', '--yes'], home)
  const { fixed, backends, failed } = JSON.parse(stdout)
  expect([code, fixed, failed, backends.map(({ verdict }: { verdict: string }) => verdict)]).toEqual([
    0,
    ['box'],
    false,
    ['works'],
  ])
  expect(textOf(home)).toBe(rewritten(url))
})

test('two profiles of one file are changed at once; one that cannot be helped stays a failure', async () => {
  const { url } = await serveFake(small)
  const lines = (key: string) =>
    `${key}_BASE_URL=${url}\n${key}_KIND=vllm\n${key}_MODEL=served-name\n${key}_AUTH_TOKEN=x\n`
  const home = temporaryHome(`${lines('ONE')}DEAD_BASE_URL=http://127.0.0.1:1\nDEAD_MODEL=m\n${lines('TWO')}`)
  const { code, stdout, stderr } = await runAside(['doctor', 'one', 'dead', 'two', '--fix', '--yes'], home)
  const limits = (key: string) => `${key}_CONTEXT_TOKENS=40960\n${key}_MAX_OUTPUT_TOKENS=4096\n`
  expect(textOf(home)).toBe(
    `${lines('ONE')}${limits('ONE')}DEAD_BASE_URL=http://127.0.0.1:1\nDEAD_MODEL=m\n${lines('TWO')}${limits('TWO')}`,
  )
  expect(stderr.match(/^ {2}[ \d]+ \+ /gm)).toHaveLength(4)
  expect(stdout.match(/^(one|two) {2}works$/gm)).toHaveLength(2)
  expect(code).toBe(1)
})

describe('where it cannot or should not write', () => {
  test('a link goes on pointing to the file that was changed', async () => {
    const { home, url } = await homeOf()
    mkdirSync(join(home.path, 'dotfiles'))
    renameSync(join(home.path, name), join(home.path, 'dotfiles/backends'))
    symlinkSync('dotfiles/backends', join(home.path, name))
    const { code } = await runAside(['doctor', 'box', '--fix', '--yes'], home)
    expect(code).toBe(0)
    expect(lstatSync(join(home.path, name)).isSymbolicLink()).toBe(true)
    expect(textOf(home, 'dotfiles/backends')).toBe(rewritten(url))
    expect(textOf(home, `${name}.bak`)).toBe(written(url))
  })

  test('a place for the copy that is taken: a sentence, and the file stays', async () => {
    const { home, url } = await homeOf()
    mkdirSync(join(home.path, `${name}.bak`))
    const { code, stderr } = await runAside(['doctor', 'box', '--fix', '--yes'], home)
    expect(code).toBe(1)
    expect(stderr).toMatch(/^claude-switch: ~\/\.claude-backends\.env cannot be written: .*; nothing was changed\.$/m)
    expect(textOf(home)).toBe(written(url))
  })

  // root may write everywhere.
  test.runIf(process.getuid?.() !== 0)('a directory that is not writable', async () => {
    const { home, url } = await homeOf()
    chmodSync(home.path, 0o500)
    const { code, stderr } = await runAside(['doctor', 'box', '--fix', '--yes'], home)
    chmodSync(home.path, 0o700)
    expect([code, textOf(home)]).toEqual([1, written(url)])
    expect(stderr).toContain('nothing was changed.')
  })

  test('a quote that nobody closes stays as it is, and takes nothing of the new lines in', async () => {
    const { home, url } = await homeOf()
    const open = "BOX_OPUS_MODEL='open\nand more\n"
    home.write(name, `${written(url)}${open}`)
    const { code, stderr } = await runAside(['doctor', 'box', '--fix', '--yes'], home)
    expect({ code, stderr: stderr.includes('box: works') }).toEqual({ code: 0, stderr: true })
    const lines = textOf(home).split('\n')
    expect(lines.filter(line => line !== 'BOX_CONTEXT_TOKENS=40960').join('\n')).toBe(
      `${written(url).replace('=32000 #', '=4096 #')}${open}`,
    )
  })
})
