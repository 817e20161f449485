import { parse } from 'dotenv'
import { expect, test } from 'vitest'
import { readBackendsFile } from '../../src/profiles/backends-file.ts'
import { readAssignments, readValue } from '../../src/profiles/dotenv.ts'
import type { EditedLine } from '../../src/profiles/dotenv-lines.ts'
import { editProfile } from '../../src/profiles/edit.ts'
import type { Field } from '../../src/profiles/fields.ts'
import { randomValues } from '../support/hostile-values.ts'
import { type Dice, dice } from '../support/random.ts'

const keys = [
  'LOCAL_MODEL',
  'local_model',
  'LOCAL_BASE_URL',
  'LOCAL_ENV_MODEL',
  'LOCAL_CONTEXT_TOKENS',
  'MY_BOX_KIND',
  'MY_BOX_MODEL',
  'MY_BOX_ENV_KIND',
  'VIBE_EFFORT',
  'OPENAI_API_KEY',
  'LITELLM_MASTER_KEY',
]
const starts = ['', '', '', '  ', 'export ', '\texport  ']
const comments = ['#', '# ', '  #', '# export ']
const signs = ['=', '=', ' = ', '= ', ': ', ' =']
const values = [
  '',
  'plain',
  'two words',
  "'sin#gle'",
  '"dou#ble"',
  '`back`',
  '"a\\"b"',
  "'a\\'b'",
  "'a\n#LOCAL_MODEL=x\n'",
  '"x\n\ny"',
  '$X',
  '"a" b',
  "it's",
  'ünï',
  'abc#def',
  'abc# def',
  "''",
]
const tails = ['', '', ' # why', '  ', '\t# a "quote"', " # it's", ' #']
const ends = ['\n', '\n', '\n\n', '\n# comment\n', '\nhello\n', '\n \t\n']

/** A file of up to eight lines, with the line ends of one system or of several. */
function randomFile({ pick, below, chance }: Dice): string {
  let text = ''
  for (let line = below(9); line > 0; line--) {
    const comment = chance(0.2) ? pick(comments) : ''
    text += `${comment}${pick(starts)}${pick(keys)}${pick(signs)}${pick(values)}${pick(tails)}${pick(ends)}`
  }
  if (chance(0.3)) text = text.replace(/\n+$/, '')
  const style = pick(['\n', '\r\n', 'mixed'])
  text = text.replace(/\n/g, () => (style === 'mixed' ? pick(['\n', '\r\n', '\r']) : style))
  return chance(0.1) ? `\uFEFF${text}` : text
}

/** What a file says: each assignment by its key, without those of the fields that are being changed. */
function said(text: string, profile: string, changes: ReadonlyMap<Field, string>): string[] {
  const written = readBackendsFile(text).profiles.get(profile)?.fields
  const changed = [...changes.keys()].map(field => written?.get(field)?.line)
  return readAssignments(text)
    .assignments.filter(({ line }) => !changed.includes(line))
    .map(one => `${one.key}=${readValue(one)}`)
}

/** The lines that there were before an edit. */
function undone(text: string, lines: readonly EditedLine[]): string[] {
  const all = text.split(/\r\n?|\n/)
  for (const { line, was, is } of [...lines].reverse())
    all.splice(line - 1, is.split('\n').length, ...(was === undefined ? [] : was.split('\n')))
  return all
}

test('an edit changes its fields and nothing else, for 1500 random files', () => {
  const { pick, below, chance } = dice(3)
  const hostile = randomValues(1500, 4)
  let refused = 0
  for (let round = 0; round < 1500; round++) {
    const text = randomFile({ pick, below, chance })
    const profile = pick(['local', 'vibe'])
    const changes = new Map<Field, string>()
    for (const field of ['MODEL', 'CONTEXT_TOKENS', 'EFFORT'] as const)
      if (chance(0.6)) changes.set(field, chance(0.5) ? pick(hostile) : pick(['65536', 'off', '', 'a/b:c']))
    const note = JSON.stringify([text, profile, [...changes]])
    let edited: ReturnType<typeof editProfile>
    try {
      edited = editProfile(text, profile, changes)
    } catch (error) {
      expect(error, note).toBeInstanceOf(RangeError)
      refused++
      continue
    }
    const fields = readBackendsFile(edited.text).profiles.get(profile)?.fields
    for (const [field, value] of changes) {
      const assignment = fields?.get(field)
      expect(assignment && readValue(assignment), note).toBe(value)
      expect(assignment && parse(`X=${assignment.source}`)['X'], note).toBe(value)
      expect(value.includes('$HOME') && !assignment?.literal, note).toBe(false)
    }
    expect(said(edited.text, profile, changes), note).toEqual(said(text, profile, changes))
    expect(editProfile(edited.text, profile, changes), note).toEqual({ text: edited.text, lines: [] })

    const bare = (some: string) => some.replace('\uFEFF', '')
    const before = bare(text).split(/\r\n?|\n/)
    expect(undone(bare(edited.text), edited.lines), note).toEqual(
      bare(text) === '' && edited.lines.length > 0 ? [''] : before,
    )
    expect(edited.text.startsWith('\uFEFF'), note).toBe(text.startsWith('\uFEFF'))
    if (bare(text) !== '') expect(/[\r\n]$/.test(edited.text), note).toBe(/[\r\n]$/.test(text))
    if (!/(?<!\r)\n|\r(?!\n)/.test(text) && text.includes('\r\n'))
      expect(edited.text, note).not.toMatch(/(?<!\r)\n|\r(?!\n)/)
    if (!text.includes('\r')) expect(edited.text, note).not.toContain('\r')
  }
  expect(refused).toBeLessThan(100)
})
