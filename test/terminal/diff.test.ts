import { expect, test } from 'vitest'
import type { EditedLine } from '../../src/profiles/dotenv-lines.ts'
import { editProfile } from '../../src/profiles/edit.ts'
import type { Field } from '../../src/profiles/fields.ts'
import { diffText } from '../../src/terminal/diff.ts'

const isSecret = (line: string) => /TOKEN\s*[=:]/i.test(line)
const diff = (...lines: EditedLine[]) => diffText('~/.claude-backends.env', lines, isSecret, false)

test('of an edit', () => {
  const text = `${'\n'.repeat(98)}LOCAL_MODEL=old # why\nLOCAL_KIND=vllm\n`
  const changes = new Map<Field, string>([
    ['MODEL', 'new'],
    ['CONTEXT_TOKENS', '65536'],
  ])
  expect(diff(...editProfile(text, 'local', changes).lines)).toBe(`~/.claude-backends.env
   99 - LOCAL_MODEL=old # why
   99 + LOCAL_MODEL=new # why
  101 + LOCAL_CONTEXT_TOKENS=65536
`)
})

test.each<[string, EditedLine, string[]]>([
  ['a line that is new', { line: 7, is: 'LOCAL_BETAS=off' }, ['  7 + LOCAL_BETAS=off']],
  ['an empty line', { line: 7, is: '' }, ['  7 +']],
  [
    'secrets',
    { line: 7, was: "export LOCAL_AUTH_TOKEN = 'canary", is: 'LOCAL_AUTH_TOKEN: "canary" # canary' },
    ['  7 - export LOCAL_AUTH_TOKEN = ********', '  7 + LOCAL_AUTH_TOKEN: ********'],
  ],
  [
    'secrets of several lines',
    { line: 7, was: "LOCAL_AUTH_TOKEN='\ncanary=canary\n'", is: 'LOCAL_AUTH_TOKEN=' },
    ['  7 - LOCAL_AUTH_TOKEN=********', '  7 + LOCAL_AUTH_TOKEN=********'],
  ],
  [
    'a password in a URL',
    { line: 7, is: 'LOCAL_BASE_URL=http://me:canary@box:1' },
    ['  7 + LOCAL_BASE_URL=http://********@box:1'],
  ],
  [
    'control characters',
    { line: 7, was: "A='\u001b[2J\n\u009b'", is: 'A=\tb' },
    ["  7 - A='\\e[2J\\n\\x9b'", '  7 + A=\\tb'],
  ],
])('%s', (_, line, rows) => {
  expect(diff(line)).toBe(`~/.claude-backends.env\n${rows.join('\n')}\n`)
})

test('a secret of any shape is not shown', () => {
  const all = diffText('f', [{ line: 1, was: 'canary', is: '=canary' }], () => true, true)
  expect(all).not.toContain('canary')
})

test('colours: what goes is red, what comes is green', () => {
  const text = diffText('f', [{ line: 1, was: 'A=1', is: 'A=2' }], isSecret, true)
  expect(text.split('\n').map(line => JSON.stringify(line))).toEqual([
    '"\\u001b[1mf\\u001b[22m"',
    '"\\u001b[31m  \\u001b[2m1\\u001b[22m - A=1\\u001b[39m"',
    '"\\u001b[32m  \\u001b[2m1\\u001b[22m + A=2\\u001b[39m"',
    '""',
  ])
})
