import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { templates } from '../../src/templates/catalogue.ts'
import { templateNames } from '../../src/templates/names.ts'
import { root } from '../support/binary.ts'
import { templateMachine } from './machine.ts'

const names = templates.map(({ name }) => name)

test('completion knows the same names', () => {
  expect(templateNames).toEqual(names)
})

test('the list has a line of at most 80 columns for each', async () => {
  const { code, stdout, stderr } = await templateMachine().template()
  expect([code, stderr]).toEqual([0, ''])
  const lines = stdout.trimEnd().split('\n')
  expect(lines.map(line => line.split(' ', 1)[0])).toEqual(names)
  expect(lines.filter(line => line.length > 80)).toEqual([])
})

describe('printing', () => {
  test.each(names)('%s has no place left open, and no secret', async name => {
    const { template } = templateMachine()
    const plain = await template(name)
    expect(plain).toMatchObject({ code: 0 })
    expect(plain.stdout).toMatch(/\n$/)
    for (const profile of ['local', 'ollama', 'my-box', 'broken']) {
      const { stdout } = await template(name, profile)
      expect(stdout).not.toMatch(/\{\{|canary/)
    }
    expect(plain.stdout).not.toMatch(/\{\{|canary/)
  })

  test.each([
    [
      'vllm',
      [],
      'note to be filled in: ORG/MODEL, YOUR-MODEL, PARSER; a profile fills them: claude-switch template vllm PROFILE\n',
    ],
    ['vllm', ['local'], 'note local is a gateway, and vllm is for vLLM\nnote to be filled in: ORG/MODEL\n'],
    ['modelfile', ['OLLAMA'], ''],
    ['litellm', ['ollama'], 'note to be filled in: YOUR-MODEL, YOUR-SERVER\n'],
    ['starship', [], ''],
  ])('%s %j says what is to be filled in', async (name, words, expected) => {
    expect((await templateMachine().template(name, ...words)).stderr).toBe(expected)
  })

  test('a profile’s values are in it', async () => {
    const { stdout } = await templateMachine().template('vllm', 'local')
    expect(stdout).toContain('--served-model-name qwen3-coder \\\n')
    expect(stdout).toContain(
      '--tool-call-parser qwen3_coder \\\n  --max-model-len 65536 \\\n  --host 127.0.0.1 \\\n  --port 4999\n',
    )
    const skill = await templateMachine().template('vibe-orchestrator', 'ollama')
    expect(skill.stdout).toContain('\n  claude-switch run --quiet ollama -- claude -p ')
  })
})

test.each<[string[], number, string]>([
  [['vlm'], 1, 'there is no template "vlm". Did you mean vllm?\ntemplates: litellm, '],
  [['nothing-like-it'], 1, 'there is no template "nothing-like-it".\n'],
  [['vllm', 'lcal'], 1, 'there is no profile "lcal". Did you mean local?\nprofiles in ~/.claude-backends.env: '],
  [['vllm', 'cloud'], 1, 'nothing of cloud goes into vllm, which is for other kinds of server.'],
  [['claude-settings', 'cloud'], 1, 'cloud is Anthropic itself, where Claude Code goes without claude-settings.'],
  [['modelfile', 'cloud'], 1, 'nothing of cloud goes into modelfile, which is for other kinds of server.'],
  [['starship', 'local'], 2, 'nothing of a profile goes into starship; leave local out.'],
  [['--write'], 2, 'say which template, '],
  [['vllm', '--force'], 2, '--force goes with --write.'],
  [['vllm', '--project'], 2, '--project goes with --write.'],
  [['cloud-escalator', '--write', '--project', '--to', 'x'], 2, '--project and --to name two places; leave one out.'],
  [
    ['vllm', '--write', '--project'],
    2,
    'vllm has no place of its own in a project; --to names one. --project goes with claude-settings, cloud-escalator, vibe-orchestrator.',
  ],
  [['vllm', '--to', ''], 2, '--to needs the path of a file.'],
  [['vllm', '--to', '.'], 1, '~/project cannot be read: it is a directory; nothing was written.'],
])('%j is refused', async (words, code, says) => {
  const done = await templateMachine().template(...words)
  expect([done.code, done.stdout]).toEqual([code, ''])
  expect(done.stderr).toContain(says)
})

test('what is shipped is what is listed', () => {
  for (const { file } of templates) expect(readFileSync(join(root, file), 'utf8')).toMatch(/\n$/)
  expect(new Set(names).size).toBe(templates.length)
})
