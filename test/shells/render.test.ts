import { describe, expect, test } from 'vitest'
import type { Plan } from '../../src/env/plan.ts'
import { undoVariable } from '../../src/env/undo.ts'
import { shells } from '../../src/shells/index.ts'
import type { Shell, ShellName } from '../../src/shells/shell.ts'

/** One value that every shell has to quote, and one variable that goes. */
const plan: Plan = new Map([
  ['A', `it's "$x" \\`],
  ['B', null],
  ['C', 'one\ntwo'],
])

// The text that `claude-switch env` prints. What a real shell makes of it is seen in test/shell.
const rendered: Record<ShellName, string> = {
  bash: `\\builtin unset -v A B C &&
\\builtin export A='it'\\''s "$x" \\' &&
\\builtin export C='one
two'
`,
  zsh: `\\builtin unset -v A B C &&
\\builtin export A='it'\\''s "$x" \\' &&
\\builtin export C='one'$'\\n''two'
`,
  sh: `\\command unset -v A B C &&
\\command export A='it'\\''s "$x" \\' &&
\\command export C='one
two'
`,
  fish: `set --global --export A 'it\\'s "$x" \\\\'
set --query --universal --export B; and set --global --export B ''; or set --global --erase B; or true
set --global --export C 'one
two'
`,
  elvish: `set-env A 'it''s "$x" \\'
unset-env B
set-env C 'one
two'
`,
  nushell: `hide-env --ignore-errors B; if 'B' in ($env | columns) { load-env {B: null} }
load-env {A: "it's \\"$x\\" \\\\"}
load-env {C: "one\\u{a}two"}
`,
  powershell: `Remove-Item -LiteralPath Env:B -ErrorAction SilentlyContinue
Set-Item -LiteralPath Env:A -Value 'it''s "$x" \\'
Set-Item -LiteralPath Env:C -Value 'one
two'
`,
}

const every = Object.values<Shell>(shells)

describe('a plan as text', () => {
  test.each(every)('$name', shell => expect(shell.render(plan)).toBe(rendered[shell.name]))

  test.each(every)('an empty plan is no text: $name', shell => expect(shell.render(new Map())).toBe(''))
})

test.each([
  ['bash', 'false\n'],
  ['zsh', 'false\n'],
  ['sh', 'false\n'],
  ['fish', 'false\n'],
  ['elvish', "fail 'claude-switch failed'\n"],
  ['nushell', "error make {msg: 'claude-switch failed'}\n"],
  ['powershell', "throw 'claude-switch failed'\n"],
] as const)('what fails in %s', (name, text) => expect(shells[name].failure).toBe(text))

describe('one word, quoted', () => {
  const words = ['', 'a', "'", '$(id)', '\\', '\n', '#', '\u2019', '\u0007', '🦀']
  test.each<[ShellName, string[]]>([
    ['bash', ["''", "'a'", "''\\'''", "'$(id)'", "'\\'", "'\n'", "'#'", "'\u2019'", "'\u0007'", "'🦀'"]],
    ['zsh', ["''", "'a'", "''\\'''", "'$(id)'", "'\\'", "''$'\\n'''", "'#'", "'\u2019'", "'\u0007'", "'🦀'"]],
    ['sh', ["''", "'a'", "''\\'''", "'$(id)'", "'\\'", "'\n'", "'#'", "'\u2019'", "'\u0007'", "'🦀'"]],
    ['fish', ["''", "'a'", "'\\''", "'$(id)'", "'\\\\'", "'\n'", "'#'", "'\u2019'", "'\u0007'", "'🦀'"]],
    ['elvish', ["''", "'a'", "''''", "'$(id)'", "'\\'", "'\n'", "'#'", "'\u2019'", "'\u0007'", "'🦀'"]],
    ['nushell', ['""', '"a"', `"'"`, '"$(id)"', '"\\\\"', '"\\u{a}"', '"#"', '"\u2019"', '"\\u{7}"', '"🦀"']],
    ['powershell', ["''", "'a'", "''''", "'$(id)'", "'\\'", "'\n'", "'#'", "'\u2019\u2019'", "'\u0007'", "'🦀'"]],
  ])('%s', (name, expected) => expect(words.map(shells[name].quote)).toEqual(expected))
})

describe('what a shell function evaluates', () => {
  const reply = { plan, undo: 'memory', says: 'said', launch: ['claude', '-p', 'a b'], options: '' }
  const posix = every.filter(({ fd }) => fd === 3)

  test.each(posix)('never exports the memory, and ends with the program: $name', shell => {
    const text = shell.renderReply(reply)
    expect(text).toContain(undoVariable)
    expect(text).not.toMatch(new RegExp(`(?<!-un)export (-\\w+ )*${undoVariable}`))
    expect(text.trimEnd().split('\n').at(-1)).toMatch(/command 'claude' '-p' 'a b'/)
  })

  test.each(posix)('forgets after off: $name', shell => {
    const text = shell.renderReply({ plan, undo: null, options: '' })
    expect(text).toMatch(new RegExp(`(unset -v|--erase) ${undoVariable}\\b`))
    expect(text).not.toMatch(new RegExp(`${undoVariable}[= ]'`))
  })

  test.each(posix)('leaves everything as it is when there is nothing to change: $name', shell => {
    const text = shell.renderReply({ plan: new Map(), launch: ['claude'], options: '' })
    expect(text).not.toMatch(/unset|export|erase/)
  })

  test.each(every.filter(({ fd }) => fd === 1))('is one line of JSON in ASCII: $name', shell => {
    const text = shell.renderReply({ ...reply, says: 'größer' })
    expect(text).toMatch(/^[\x20-\x7e]+\n$/)
    expect(JSON.parse(text)).toMatchObject({
      undo: 'memory',
      remember: true,
      says: 'größer',
      launch: 'claude\0-p\0a b',
    })
    expect(JSON.parse(shell.renderReply({ plan, undo: null, options: '' }))).toMatchObject({ undo: '', remember: true })
    expect(JSON.parse(shell.renderReply({ plan, options: '' }))).toMatchObject({ undo: '', remember: false })
  })
})
