import { describe, expect, test } from 'vitest'
import { program } from '../../src/cli/commands.ts'
import type { Plan } from '../../src/env/plan.ts'
import { powershell, quotePowerShell } from '../../src/shells/powershell.ts'
import { dataLikeValues } from '../support/data-like-values.ts'
import { filled } from '../support/data-shells.ts'
import { hostileValues, randomValues } from '../support/hostile-values.ts'

// PowerShell is not run here. What it would be given is held as it is, so that a change of it is seen and thought about.

const fixture = (name: string) => `../fixtures/powershell/${name}`
const commands = [...program.commands.map(({ name }) => name), 'help']
const node = 'C:\\Program Files\\nodejs\\node.exe'
const cli = "C:\\Users\\O'Neil\\claude-switch\\dist\\cli.cjs"
const profiles = ['local', 'my-box']

test.each([
  ['init.ps1', {}],
  ['init-no-cc.ps1', { cc: false }],
  ['init-no-launchers.ps1', { launchers: false, cc: false }],
])('%s', async (name, facts) => {
  const text = filled(powershell, { node, cli, commands, profiles, ...facts })
  expect(text).not.toMatch(/@(node|cli|commands|profile)@|# (begin|end) /)
  await expect(text).toMatchFileSnapshot(fixture(name))
})

test('a plan as text', async () => {
  const plan: Plan = new Map([
    ['ANTHROPIC_BASE_URL', 'http://127.0.0.1:4999'],
    ['ANTHROPIC_API_KEY', null],
    ['ANTHROPIC_AUTH_TOKEN', 'it\'s $(a) `b` \u2019 "c"\nd'],
    ['NO_PROXY', '127.0.0.1'],
    ['no_proxy', null],
  ])
  await expect(powershell.render(plan)).toMatchFileSnapshot(fixture('plan.ps1'))
})

test.each([
  ['', "''"],
  ['plain', "'plain'"],
  ["'", "''''"],
  ['\u2018', "'\u2018\u2018'"],
  ['\u2019', "'\u2019\u2019'"],
  ['\u201a', "'\u201a\u201a'"],
  ['\u201b', "'\u201b\u201b'"],
  ["'\u2018\u2019\u201a\u201b", "'''\u2018\u2018\u2019\u2019\u201a\u201a\u201b\u201b'"],
  ['"$(a)`b"\n$env:HOME', '\'"$(a)`b"\n$env:HOME\''],
  ['\u201c\u201d\u201e', "'\u201c\u201d\u201e'"],
])('%j is quoted as %s', (value, quoted) => {
  expect(quotePowerShell(value)).toBe(quoted)
})

describe('the errand as data', () => {
  const carriedOut = (plan: [string, string | null][], launch?: string[]) =>
    powershell.renderReply({ plan: new Map(plan), options: '', ...(launch ? { launch } : {}) })

  test('is one line of ASCII that says every value again', () => {
    const values = [...hostileValues, ...dataLikeValues, ...randomValues(500, 7)]
    const text = carriedOut(values.map((value, index) => [`V${index}`, value]))
    expect(text).toMatch(/^[ -~]+\n$/)
    expect(JSON.parse(text).set).toEqual(values.map((value, index) => `V${index}=${value}`))
  })

  test('has no names of its own making, which ConvertFrom-Json would take for the same, and no string that is a date', () => {
    const when = '2024-01-01T00:00:00Z'
    const plan: [string, string | null][] = [
      ['NO_PROXY', when],
      ['no_proxy', 'b'],
      ['No_Proxy', null],
    ]
    const text = carriedOut(plan, ['claude', when])
    const reply = JSON.parse(text)
    expect(Object.keys(reply)).toEqual(['unset', 'set', 'undo', 'remember', 'says', 'launch'])
    expect(reply).toMatchObject({ unset: ['No_Proxy'], set: [`NO_PROXY=${when}`, 'no_proxy=b'] })
    expect(reply.launch).toBe(`claude\0${when}`)
  })

  test.each([
    [undefined, { remember: false, undo: '' }],
    [null, { remember: true, undo: '' }],
    ['memory', { remember: true, undo: 'memory' }],
  ])('with %j to remember', (undo, said) => {
    const reply = { plan: new Map(), options: '', ...(undo === undefined ? {} : { undo }) }
    expect(JSON.parse(powershell.renderReply(reply))).toMatchObject(said)
  })
})
