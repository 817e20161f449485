import { chmodSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { exec, programAt } from '../../src/system/exec.ts'

describe('programs', () => {
  const directory = realpathSync(mkdtempSync(join(tmpdir(), 'claude-switch-')))
  afterAll(() => rmSync(directory, { recursive: true }))
  const node = process.execPath

  test.each<[string, string[], number, object]>([
    ['that print', ['-e', 'console.log(process.env.GREETING)'], 5000, { stdout: 'hello\n' }],
    ['that wait for input', ['-e', 'process.stdin.resume().on("end", () => console.log(1))'], 5000, { stdout: '1\n' }],
    ['that fail', ['-e', 'process.exit(3)'], 5000, { failed: 'it ended with status 3' }],
    ['that hang', ['-e', 'setInterval(() => {}, 1000)'], 200, { failed: 'it took longer than 0.2 s' }],
    ['that never end', ['-e', 'for (;;) console.log("x".repeat(9999))'], 5000, { failed: 'it prints without end' }],
  ])('%s', async (_, words, limitMs, expected) => {
    expect(await exec(node, words, limitMs, { GREETING: 'hello' })).toEqual(expected)
  })

  test('that are not there', async () => {
    expect(await exec(join(directory, 'nothing'), [], 1000, {})).toEqual({ failed: 'ENOENT' })
  })

  test('are found behind links, where they may be run', () => {
    const [file, link] = [join(directory, 'file'), join(directory, 'link')]
    writeFileSync(file, '')
    symlinkSync(file, link)
    chmodSync(file, 0o644)
    expect([programAt(link), programAt(directory), programAt(join(directory, 'no'))]).toEqual([
      undefined,
      undefined,
      undefined,
    ])
    chmodSync(file, 0o755)
    expect(programAt(link)).toBe(file)
  })
})
