import { expect, test } from 'vitest'
import { readBackendsFile } from '../../src/profiles/backends-file.ts'
import { problemOf } from '../../src/profiles/problem.ts'
import { fileNotices, problemNotices, stateNotices } from '../../src/terminal/notices.ts'

const found = {
  path: '/home/me/.claude-backends.env',
  shown: '~/.claude-backends.env',
  file: readBackendsFile(''),
  exposed: false,
  mode: 0o600,
  created: false,
}
const shellState = { environment: {}, own: {}, changedByHand: [], leftovers: [], inherited: false }
const texts = (notices: readonly { level: string; says: string }[]) => notices.map(one => `${one.level}: ${one.says}`)

test.each([
  [{}, []],
  [{ created: true }, []],
  [
    { exposed: true, mode: 0o644 },
    ['warning: ~/.claude-backends.env can be read by others (mode 644); run: chmod 600 ~/.claude-backends.env'],
  ],
])('the file %j', (changes, expected) => expect(texts(fileNotices({ ...found, ...changes }))).toEqual(expected))

test('problems have their place in front', () => {
  const problems = [
    problemOf('note', { code: 'value-cut', key: 'A' }, { line: 3 }),
    problemOf('warning', { code: 'line-not-read' }, { line: 4 }),
    problemOf('error', { code: 'argument-quote-open', key: 'B' }),
  ]
  expect(texts(problemNotices(problems, found))).toEqual([
    'note: ~/.claude-backends.env:3: A is cut off at an unquoted #; put the value in single quotes.',
    'warning: ~/.claude-backends.env:4: this line is not NAME=value; it is ignored.',
    'warning: ~/.claude-backends.env: B has a quote that is not closed; close it.',
  ])
})

test.each([
  [{}, 'local', []],
  [
    { changedByHand: ['A', 'B'] },
    'local',
    ['note: A, B changed by hand since the last switch; your value comes back with: claude-switch off.'],
  ],
  [{ changedByHand: ['A'] }, 'off', ['note: A changed by hand since the last switch; your value stays.']],
  [
    { inherited: true, profile: 'local' },
    'cloud',
    ['note: this shell inherited local from its parent, which alone knows what was there before it.'],
  ],
])('the situation %j on the way to %s', (changes, goingTo, expected) => {
  expect(texts(stateNotices({ ...shellState, ...changes }, goingTo))).toEqual(expected)
})
