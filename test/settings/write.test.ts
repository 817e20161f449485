import { describe, expect, test } from 'vitest'
import { helperMember } from '../../src/settings/plain-members.ts'
import { clientBlock, variablesIn, vscodeBlock } from '../../src/settings/variable-block.ts'
import { maskText, unwriteProfile, writeProfile, writtenProfile } from '../../src/settings/write.ts'
import { dice } from '../support/random.ts'
import { randomSettings } from './random-settings.ts'

const variables = new Map([
  ['ANTHROPIC_BASE_URL', 'http://127.0.0.1:1'],
  ['ANTHROPIC_API_KEY', ''],
  ['ANTHROPIC_MODEL', 'qwen'],
])
const others = new Map([
  ['ANTHROPIC_MODEL', 'glm'],
  ['API_TIMEOUT_MS', '5'],
  [helperMember, 'pass show x'],
])
const write = (text: string, some = variables, name = 'local') => writeProfile(text, clientBlock, name, some)
const unwrite = (text: string) => unwriteProfile(text, clientBlock)

test('a new file', () => {
  expect(write('')).toBe(`{
  "env": {
    "ANTHROPIC_BASE_URL": "http://127.0.0.1:1",
    "ANTHROPIC_API_KEY": "",
    "ANTHROPIC_MODEL": "qwen"
  },
  "claudeSwitch": {
    "profile": "local",
    "wrote": "ANTHROPIC_BASE_URL:862d ANTHROPIC_API_KEY ANTHROPIC_MODEL:6442"
  }
}
`)
})

test.each(['{}', '{ }', '{\n}\n', '{"env":{}}', '{\n  "env": {\n  }\n}', '{"env":{"ANTHROPIC_MODEL":"\\u0041"}}'])(
  '%j comes back as it was',
  text => expect(unwrite(write(text))).toEqual({ text, changed: [], isEmpty: false }),
)

const own = '{"env": {"ANTHROPIC_MODEL": "mine", "OWN": "1"}, "model": "opus"}'

test('a file with nothing in it becomes an empty one, which Claude Code can read', () => {
  for (const text of ['', ' \n', '\uFEFF']) expect(unwrite(write(text)).text).toBe('{}\n')
})

describe('the user’s own', () => {
  test('is replaced, remembered through another profile, and put back', () => {
    const second = write(write(own), others, 'other')
    expect(writtenProfile(second, clientBlock)).toBe('other')
    expect(Object.fromEntries(variablesIn(second, clientBlock))).toEqual({
      ...Object.fromEntries(others),
      OWN: '1',
    })
    expect(unwrite(second).text).toBe(own)
  })

  test('is left alone where it was changed or taken away since', () => {
    const changed = write(own).replace('"qwen"', '"by hand"').replace('"ANTHROPIC_API_KEY": "",', '')
    const { text, changed: names } = unwrite(changed)
    expect(names).toEqual(['ANTHROPIC_MODEL'])
    expect(JSON.parse(text)).toEqual({ env: { ANTHROPIC_MODEL: 'by hand', OWN: '1' }, model: 'opus' })
  })

  test('is what it was changed to, when the profile is written anew', () => {
    const again = write(write(own).replace('"qwen"', '"by hand"'))
    expect(JSON.parse(unwrite(again).text)).toEqual(JSON.parse(own.replace('mine', 'by hand')))
  })
})

test('what Claude Code has written anew in its own way is still known', () => {
  const rewritten = JSON.stringify({ added: 1, ...JSON.parse(write(own)) }, null, 2)
  expect(write(rewritten)).toBe(rewritten)
  expect(JSON.parse(unwrite(rewritten).text)).toEqual({ added: 1, ...JSON.parse(own) })
})

test.each([
  '{"claudeSwitch": 1}',
  '{"claudeSwitch": {"profile": "x"}}',
  '{"claudeSwitch": {"wrote": "A:0000"}}',
  '{"claudeSwitch": null}',
])('%s is nobody’s memory', text => {
  expect(writtenProfile(text, clientBlock)).toBeUndefined()
  expect(unwrite(text)).toEqual({ text, changed: [], isEmpty: false })
})

test('a memory that somebody else wrote puts nothing but JSON into the file', () => {
  const mark = {
    profile: 'x',
    wrote: 'A:1cd9 nonsense B:',
    was: { A: '1}, "evil": {"x": 2', B: 1 },
    block: 'x',
    file: '//',
  }
  const text = JSON.stringify({ env: { A: '', B: '' }, claudeSwitch: mark })
  expect(unwrite(text).text).toBe('{"env":{"B":""}}')
})

test('secrets are masked for people, the user’s old ones too', () => {
  const text = '{"env": {"ANTHROPIC_API_KEY": "sk-canary", "MY_TOKEN": "canary", "U": "http://me:canary@x"}}'
  const written = write(
    text,
    new Map([
      ['ANTHROPIC_API_KEY', 'sk-other-canary'],
      ['ANTHROPIC_AUTH_TOKEN', ''],
    ]),
  )
  expect(written).toContain('sk-canary')
  expect(maskText(written, clientBlock)).not.toContain('canary')
  expect(JSON.parse(maskText(written, clientBlock)).env).toEqual({
    ANTHROPIC_API_KEY: '********',
    MY_TOKEN: '********',
    U: 'http://********@x',
    ANTHROPIC_AUTH_TOKEN: '',
  })
})

describe('VS Code', () => {
  const text = `{
  // mine
  "claudeCode.environmentVariables": [
    { "name": "OWN", "value": "1" }, // stays
    { "name": "ANTHROPIC_MODEL", "value": "mine" },
  ],
  "editor.fontSize": 12,
}
`
  test('has a list', () => {
    const written = writeProfile(text, vscodeBlock, 'local', variables)
    expect([...variablesIn(written, vscodeBlock)]).toEqual([
      ['OWN', '1'],
      ['ANTHROPIC_MODEL', 'qwen'],
      ...[...variables].slice(0, 2),
    ])
    expect(written).toContain('{ "name": "OWN", "value": "1" }, // stays\n')
    expect(writeProfile(written, vscodeBlock, 'local', variables)).toBe(written)
    expect(unwriteProfile(written, vscodeBlock)).toEqual({ text, changed: [], isEmpty: false })
  })
})

test.each([
  ['json', clientBlock],
  ['jsonc', vscodeBlock],
] as const)('%s: for 500 random files, twice is once, and out again leaves no trace', (syntax, variableBlock) => {
  const random = dice(21)
  const { pick } = random
  const block = variableBlock.isList
    ? () =>
        `"${variableBlock.block}": [${pick(['', ' ', '\n', '{"name": "ANTHROPIC_MODEL", "value": "\\u0041"}', '1, {}, null'])}]`
    : () => `"env":${pick(['{}', '{ }', '{"ANTHROPIC_MODEL": "\\u0041"}', '{"API_TIMEOUT_MS": 5, "X": "y"}'])}`
  for (let round = 0; round < 500; round++) {
    const text = randomSettings(random, syntax, random.chance(0.7) ? block : undefined)
    const note = JSON.stringify(text)
    const once = writeProfile(text, variableBlock, 'local', variables)
    expect(variablesIn(once, variableBlock), note).toEqual(new Map([...variablesIn(text, variableBlock), ...variables]))
    expect(writeProfile(once, variableBlock, 'local', variables), note).toBe(once)
    expect(unwriteProfile(once, variableBlock), note).toEqual({ text, changed: [], isEmpty: false })
    const some = new Map([...others].filter(([name]) => !variableBlock.isList || name !== helperMember))
    const moved = writeProfile(once, variableBlock, 'other', some)
    expect(unwriteProfile(moved, variableBlock).text, note).toBe(text)
    expect(unwriteProfile(writeProfile(moved, variableBlock, 'local', variables), variableBlock).text, note).toBe(text)
  }
})
