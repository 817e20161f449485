import { parse } from 'dotenv'
import { describe, expect, test } from 'vitest'
import { readAssignments, readValue } from '../../src/profiles/dotenv.ts'
import { dice } from '../support/random.ts'

/** Every assignment of a text as `NAME=value`, the later ones too. */
const read = (text: string) => readAssignments(text).assignments.map(one => [one.key, readValue(one)])

describe('forms of an assignment', () => {
  test.each([
    ['plain', 'A=b', 'b'],
    ['nothing', 'A=', ''],
    ['white space around', '  A =  b  ', 'b'],
    ['export', 'export A=b', 'b'],
    ['export with more white space', '  export   A=b', 'b'],
    ['a colon', 'A: b', 'b'],
    ['single quotes', "A='b c'", 'b c'],
    ['double quotes', 'A="b c"', 'b c'],
    ['backticks', 'A=`b c`', 'b c'],
    ['empty quotes', "A=''", ''],
    ['white space in quotes', "A='  b  '", '  b  '],
    ['\\n in double quotes', 'A="b\\nc"', 'b\nc'],
    ['\\n in single quotes', "A='b\\nc'", 'b\\nc'],
    ['quotes in other quotes', `A='say "b"'`, 'say "b"'],
    ['a # in quotes', "A='b#c' # why", 'b#c'],
    ['a comment behind a value', 'A=b # why', 'b'],
    ['= in a value', 'A=b=c==', 'b=c=='],
    ['a dollar sign in single quotes', "A='$(id) `id` $HOME'", '$(id) `id` $HOME'],
    ['several lines', "A='b\nc\n\nd'", 'b\nc\n\nd'],
    ['several lines in double quotes', 'A="b\nc"', 'b\nc'],
    ['CRLF', 'A=b\r', 'b'],
    ['a byte order mark', '\uFEFFA=b', 'b'],
    ['what is not ASCII', 'A=größe-☃', 'größe-☃'],
    ['a quote inside a word', `A=it's`, "it's"],
    ['text behind a closing quote', 'A="b"c', '"b"c'],
  ])('%s', (_, text, value) => {
    expect(read(`${text}\nZ=last\n`)).toEqual([
      ['A', value],
      ['Z', 'last'],
    ])
  })

  test('comments and empty lines are nothing', () => {
    expect(readAssignments('# A=1\n\n   # B=2\n\t\n')).toEqual({ assignments: [], problems: [] })
  })

  test('lines are counted behind a value of several lines, and with CRLF', () => {
    const lines = (text: string) => readAssignments(text).assignments.map(({ key, line }) => `${key}:${line}`)
    expect(lines("# one\nA='b\nc\nd'\n\nB=1\n")).toEqual(['A:2', 'B:6'])
    expect(lines('A=1\r\n\r\nB="x\r\ny"\r\nC=1\r\n')).toEqual(['A:1', 'B:3', 'C:5'])
  })

  test.each([
    ["A='$B'", true],
    ['A="$B"', false],
    ['A=$B', false],
  ])('%s keeps its dollar sign: %s', (text, literal) => {
    expect(readAssignments(text).assignments[0]?.literal).toBe(literal)
  })
})

describe('a # in a value', () => {
  test.each([
    ['A=abc#def', true],
    ['A=#abc', true],
    ['A=abc#', true],
    ['A=abc #def', false],
    ['A= # only a comment', false],
    ["A='abc#def'", false],
    ["A='abc' # def", false],
    ['A=abc # a #1 comment', false],
  ])('%s is cut: %s', (text, cut) => {
    expect(readAssignments(text).assignments[0]?.cut).toBe(cut)
  })
})

describe('what is wrong with a line', () => {
  test.each([
    ['A.b=1', '"A.b" cannot be a variable\'s name; use letters, digits and _ only. The line is ignored.'],
    ['A-B=1', '"A-B" cannot be a variable\'s name; use letters, digits and _ only. The line is ignored.'],
    ['1A=1', '"1A" cannot be a variable\'s name; use letters, digits and _ only. The line is ignored.'],
    ['hello', 'this line is not NAME=value; it is ignored.'],
    ['=b', 'this line is not NAME=value; it is ignored.'],
    ['A B=c', 'this line is not NAME=value; it is ignored.'],
    [
      "A='open",
      'the quote that A begins with is not closed; close it, or write the value without. The line is ignored.',
    ],
  ])('%s', (text, says) => {
    const { assignments, problems } = readAssignments(`OK=1\n\n${text}\nLAST=2\n`)
    expect(problems.map(one => [one.level, one.line, one.says])).toEqual([['warning', 3, says]])
    expect(assignments.map(({ key }) => key)).toEqual(['OK', 'LAST'])
  })

  test('no problem shows a value', () => {
    const { problems } = readAssignments("canary value\nA.b='canary'\n-='canary'\nB='canary\n")
    expect(problems).toHaveLength(4)
    expect(JSON.stringify(problems)).not.toContain('canary')
  })
})

/** Pieces of lines, the awkward ones among them. */
const names = ['A', 'B_C', 'export D', '  E', 'F_1']
const signs = ['=', ' = ', '= ', ': ', ' =']
const values = [
  '',
  'plain',
  'two words',
  "'single'",
  '"double"',
  '`back`',
  '\'a "b" c\'',
  '"it\'s"',
  '"a\\nb"',
  "'a\\nb'",
  '"a\\"b"',
  "'a\nb'",
  '"x\n\ny"',
  'a\\b',
  '$X',
  'a=b',
  "it's",
  'say "hi"',
  '"a" b',
  'ünï',
  '  padded  ',
  'abc#def',
  "''",
]
const tails = ['', ' # why', '  ', '\t# a "quote"', ' #']
const ends = ['\n', '\n', '\r\n', '\n\n', '\n# comment\n']

test('values are what dotenv reads in the same file, for 2000 random files', () => {
  const { pick, below, chance } = dice(2)
  for (let round = 0; round < 2000; round++) {
    let text = chance(0.1) ? '\uFEFF' : ''
    for (let line = below(6); line >= 0; line--) {
      text += `${pick(names)}${pick(signs)}${pick(values)}${pick(tails)}${pick(ends)}`
    }
    expect(Object.fromEntries(read(text)), JSON.stringify(text)).toEqual(parse(text))
  }
})
