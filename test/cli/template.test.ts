import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { claudeSwitch } from '../support/binary.ts'
import { backendsText, temporaryHome } from '../support/home.ts'

test.each<[string[], number, string, string]>([
  [['template'], 0, 'vllm ', ''],
  [['template', 'VLLM'], 0, '--tool-call-parser PARSER', 'to be filled in: ORG/MODEL, YOUR-MODEL, PARSER'],
  [['template', 'vllm', 'local'], 0, '--served-model-name qwen3-coder', 'to be filled in: ORG/MODEL'],
  [['template', 'cloud-escalator'], 0, '---\nname: cloud-escalator\n', ''],
  [['template', 'cloud-escalater'], 1, '', 'Did you mean cloud-escalator?'],
  [['template', 'vllm', 'local', 'more'], 2, '', 'too many arguments'],
  [['template', 'vllm', '--wirte'], 2, '', '--write'],
])('%j', (args, code, stdout, stderr) => {
  const ran = claudeSwitch(args, temporaryHome(backendsText))
  expect(ran.code).toBe(code)
  expect(ran.stdout).toContain(stdout)
  expect(ran.stderr).toContain(stderr)
  if (stdout === '') expect(ran.stdout).toBe('')
})

test('it is written once, and what is there is kept', () => {
  const home = temporaryHome(backendsText)
  const read = () => readFileSync(join(home.path, '.claude/skills/vibe-orchestrator/SKILL.md'), 'utf8')
  expect(claudeSwitch(['template', 'vibe-orchestrator', '--write'], home)).toMatchObject({ code: 0, stdout: '' })
  expect(read()).toBe(claudeSwitch(['template', 'vibe-orchestrator'], home).stdout)
  expect(claudeSwitch(['template', 'vibe-orchestrator', '--write'], home).stderr).toContain('has it already')
  expect(claudeSwitch(['template', 'vibe-orchestrator', 'ollama', '--write'], home)).toMatchObject({ code: 1 })
  expect(claudeSwitch(['template', 'vibe-orchestrator', 'ollama', '--write', '--force'], home)).toMatchObject({
    code: 0,
  })
  expect(read()).toContain('claude-switch run --quiet ollama -- claude -p')
})

test('--to goes anywhere, links of the way included', () => {
  const home = temporaryHome(backendsText)
  expect(claudeSwitch(['template', 'envrc', 'local', '--to', 'a/b/.envrc'], home)).toMatchObject({ code: 0 })
  expect(readFileSync(join(home.path, 'a/b/.envrc'), 'utf8')).toContain('claude-switch env local --shell bash')
})
