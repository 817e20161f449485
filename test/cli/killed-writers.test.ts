import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { claudeSwitch, command, environmentOf } from '../support/binary.ts'
import { backendsText, type Home, temporaryHome } from '../support/home.ts'

// Every command that writes a file of the user's, killed at random moments: the file is the old one or the new one, whole.

const kills = 200
/** ms: a draft that a killed writer leaves is beside the file, and never in its place. */
const limitMs = 600_000

interface Writer {
  readonly name: string
  readonly words: readonly string[]
  readonly file: string
  readonly before: string
}

const settings = '{\n  "model": "opus",\n  "permissions": {"allow": []}\n}\n'

const writers: readonly Writer[] = [
  {
    name: 'settings',
    words: ['settings', 'local', '--scope', 'user'],
    file: '.claude/settings.json',
    before: settings,
  },
  { name: 'the status line', words: ['settings', '--statusline'], file: '.claude/settings.json', before: settings },
  {
    name: 'a template',
    words: ['template', 'envrc', 'local', '--write', '--force'],
    file: '.envrc',
    before: '# mine\n',
  },
  {
    name: 'set-up',
    words: [
      'setup',
      '--profile',
      'box',
      '--kind',
      'vllm',
      '--url',
      'http://127.0.0.1:1',
      '--model',
      'm',
      '--no-rc',
      '--yes',
    ],
    file: '.claude-backends.env',
    before: backendsText,
  },
]

/** Runs a writer in a home and kills it after some ms; true when it was still alive then. */
async function killed({ words }: Writer, home: Home, afterMs: number): Promise<boolean> {
  const child = spawn(process.execPath, [command, ...words], {
    env: environmentOf(home),
    cwd: home.path,
    stdio: 'ignore',
  })
  const end = once(child, 'close')
  await Promise.race([end, wait(afterMs)])
  const wasAlive = child.kill('SIGKILL')
  await end
  return wasAlive
}

test.each(writers)('$name', { timeout: limitMs }, async writer => {
  const { words, file, before } = writer
  const fresh = (): Home => {
    const home = temporaryHome(backendsText)
    home.write(file, before)
    return home
  }
  const whole = fresh()
  const begin = Date.now()
  claudeSwitch([...words], whole)
  const duration = Date.now() - begin
  const after = readFileSync(join(whole.path, file), 'utf8')
  expect(after).not.toBe(before)
  const home = fresh()
  let alive = 0
  for (let times = 0; times < kills; times++) {
    home.write(file, before)
    if (await killed(writer, home, Math.random() * duration * 1.2)) alive++
    const text = readFileSync(join(home.path, file), 'utf8')
    expect([before, after], `after ${times} kills`).toContain(text)
    const backup = join(home.path, `${file}.bak`)
    if (existsSync(backup)) expect([before, after]).toContain(readFileSync(backup, 'utf8'))
  }
  expect(alive, 'most of them were killed in the middle').toBeGreaterThan(kills / 4)
  expect(readdirSync(home.path).length).toBeLessThan(kills)
})
