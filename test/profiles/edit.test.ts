import { describe, expect, test } from 'vitest'
import { editProfile, editProfiles } from '../../src/profiles/edit.ts'
import type { Subject } from '../../src/profiles/fields.ts'

type Fields = Partial<Record<Subject, string>>

/** The text of a file with fields of `local` changed. */
const edit = (text: string, changes: Fields, profile = 'local') =>
  editProfile(text, profile, new Map(Object.entries(changes) as [Subject, string][]))

describe('a field that is there', () => {
  test.each([
    ['plain', 'LOCAL_MODEL=old\n', 'LOCAL_MODEL=new\n'],
    ['no final newline', 'LOCAL_MODEL=old', 'LOCAL_MODEL=new'],
    ['a comment behind', 'LOCAL_MODEL=old   # why, it\'s "old"\n', 'LOCAL_MODEL=new   # why, it\'s "old"\n'],
    ['space at the end', 'LOCAL_MODEL=old \t\n', 'LOCAL_MODEL=new \t\n'],
    ['space around', '  LOCAL_MODEL =  old\n', '  LOCAL_MODEL =  new\n'],
    ['export', '\texport LOCAL_MODEL=old\n', '\texport LOCAL_MODEL=new\n'],
    ['a colon', 'LOCAL_MODEL: old\n', 'LOCAL_MODEL: new\n'],
    ['another case', 'local_Model=old\n', 'local_Model=new\n'],
    ['quotes, with a comment', 'LOCAL_MODEL="o#ld" # "why"\n', 'LOCAL_MODEL=new # "why"\n'],
    ['an escaped quote', 'LOCAL_MODEL="o\\"ld"\n', 'LOCAL_MODEL=new\n'],
    ['text behind a quote', 'LOCAL_MODEL="o"ld # why\n', 'LOCAL_MODEL=new # why\n'],
    ['nothing', 'LOCAL_MODEL=\n', 'LOCAL_MODEL=new\n'],
    ['nothing, with a space', 'LOCAL_MODEL = \n', 'LOCAL_MODEL = new\n'],
    ['only a comment', 'LOCAL_MODEL=  # why\n', 'LOCAL_MODEL=new  # why\n'],
    ['only a comment, spaced', 'LOCAL_MODEL = # why\n', 'LOCAL_MODEL = new # why\n'],
    ['only a comment behind a colon', 'LOCAL_MODEL: # why\n', 'LOCAL_MODEL: new # why\n'],
    ['a value that was cut', 'LOCAL_MODEL=o#ld # why\n', 'LOCAL_MODEL=new # why\n'],
    ['a comment too close', 'LOCAL_MODEL=old# why\n', 'LOCAL_MODEL=new # why\n'],
    ['several lines', "# a\nLOCAL_MODEL='o\nl\nd'  # why\n# b\n", '# a\nLOCAL_MODEL=new  # why\n# b\n'],
    ['the last of two', 'LOCAL_MODEL=a\nlocal_model=b\n\n', 'LOCAL_MODEL=a\nlocal_model=new\n\n'],
    ['CRLF', '# a\r\nLOCAL_MODEL="o\r\nld"\r\n\r\n', '# a\r\nLOCAL_MODEL=new\r\n\r\n'],
    ['mixed line ends', '# a\r\nLOCAL_MODEL=old\n\r# b', '# a\r\nLOCAL_MODEL=new\n\r# b'],
    ['a byte order mark', '\uFEFFLOCAL_MODEL=old\r\n', '\uFEFFLOCAL_MODEL=new\r\n'],
    ['a reference', 'LOCAL_MODEL=$MODEL\n', 'LOCAL_MODEL=new\n'],
    ['a name that declares nothing', 'OPENAI_MODEL=old\n', 'OPENAI_MODEL=new\n', 'openai'],
    ['already so', 'LOCAL_MODEL="new"\n', 'LOCAL_MODEL="new"\n'],
    ['lines that are wrong', 'hello\nLOCAL_MODEL=old\nA.b=1\n', 'hello\nLOCAL_MODEL=new\nA.b=1\n'],
  ])('%s', (_, text, edited, profile = 'local') => {
    expect(edit(text, { MODEL: 'new' }, profile).text).toBe(edited)
  })
})

describe('a field that is not there', () => {
  test.each<[string, string, string, Fields?]>([
    ['behind the others', 'LOCAL_BASE_URL=u\nA=1\n', 'LOCAL_BASE_URL=u\nLOCAL_MODEL=new\nA=1\n'],
    [
      'behind a variable',
      'LOCAL_BASE_URL=u\nLOCAL_ENV_X=1\n\n',
      'LOCAL_BASE_URL=u\nLOCAL_ENV_X=1\nLOCAL_MODEL=new\n\n',
    ],
    ['behind several lines', "LOCAL_ENV_X='1\n2'\n# a\n", "LOCAL_ENV_X='1\n2'\nLOCAL_MODEL=new\n# a\n"],
    [
      'others before comments',
      'LOCAL_KIND=vllm\n\n#LOCAL_MODEL=x\n',
      'LOCAL_KIND=vllm\nLOCAL_MODEL=new\n\n#LOCAL_MODEL=x\n',
    ],
    ['no final newline', 'A=1\r\nLOCAL_KIND=vllm', 'A=1\r\nLOCAL_KIND=vllm\r\nLOCAL_MODEL=new'],
    ['a line end of its own', 'LOCAL_KIND=vllm\r\nA=1\n', 'LOCAL_KIND=vllm\r\nLOCAL_MODEL=new\r\nA=1\n'],
    ['its comment', '#LOCAL_MODEL=x\n#LOCAL_KIND=y\n', '#LOCAL_MODEL=x\nLOCAL_MODEL=new\n#LOCAL_KIND=y\n'],
    ['its comment, spaced', '  # export local_model = x\n\n', '  # export local_model = x\nLOCAL_MODEL=new\n\n'],
    [
      'the last of its comments',
      '#LOCAL_MODEL=x\n#LOCAL_MODEL=y\n',
      '#LOCAL_MODEL=x\n#LOCAL_MODEL=y\nLOCAL_MODEL=new\n',
    ],
    [
      'the block of comments',
      '#LOCAL_KIND=x\n#LOCAL_BETAS=off\n\n# b\n',
      '#LOCAL_KIND=x\n#LOCAL_BETAS=off\nLOCAL_MODEL=new\n\n# b\n',
    ],
    ['a commented variable', '#LOCAL_ENV_X=1\n# b\n', '#LOCAL_ENV_X=1\nLOCAL_MODEL=new\n# b\n'],
    ['no comment in a value', "A='\n#LOCAL_MODEL=x\n'\n", "A='\n#LOCAL_MODEL=x\n'\n\nLOCAL_MODEL=new\n"],
    ['not another profile', '#LOCAL_X_MODEL=x\n', '#LOCAL_X_MODEL=x\n\nLOCAL_MODEL=new\n'],
    ['the end', 'A=1\n', 'A=1\n\nLOCAL_MODEL=new\n'],
    ['the end, with no final newline', 'A=1', 'A=1\n\nLOCAL_MODEL=new'],
    ['the end, behind a blank line', 'A=1\n \n', 'A=1\n \nLOCAL_MODEL=new\n'],
    ['an empty file', '', 'LOCAL_MODEL=new\n'],
    ['only a byte order mark', '\uFEFF', '\uFEFFLOCAL_MODEL=new\n'],
    [
      'each behind its own comment, the rest behind all',
      '#LOCAL_BASE_URL=u\n#LOCAL_MODEL=m\n#LOCAL_KIND=k\n\n',
      '#LOCAL_BASE_URL=u\nLOCAL_BASE_URL=http://a:1\n#LOCAL_MODEL=m\nLOCAL_MODEL=m\n#LOCAL_KIND=k\nLOCAL_BETAS=off\n\n',
      { MODEL: 'm', BASE_URL: 'http://a:1', BETAS: 'off' },
    ],
    ['several at the end', 'A=1\n', 'A=1\n\nLOCAL_MODEL=m\nLOCAL_BETAS=off\n', { MODEL: 'm', BETAS: 'off' }],
    [
      'some of each',
      'LOCAL_KIND=vllm\nA=1\n',
      'LOCAL_KIND=litellm\nLOCAL_MODEL=m\nA=1\n',
      { MODEL: 'm', KIND: 'litellm' },
    ],
  ])('%s', (_, text, edited, changes = { MODEL: 'new' }) => {
    expect(edit(text, changes).text).toBe(edited)
  })
})

describe('the ways to write a value', () => {
  test.each([
    ['', ''],
    ['http://a:1/b@c?', "'http://a:1/b@c?'"],
    ['a/b.c:d@e+f,g=h%-_9', 'a/b.c:d@e+f,g=h%-_9'],
    ['two words', "'two words'"],
    ['a#b', "'a#b'"],
    ['$HOME', "'$HOME'"],
    ['say "b"', `'say "b"'`],
    ["it's", `"it's"`],
    ['it\'s "b"', '`it\'s "b"`'],
    ["it's \\n", "`it's \\n`"],
    ["it's $5", `"it's $5"`],
    ["it's $HOME", "'it's $HOME'"],
    ['a\nb', "'a\nb'"],
    ['a\r\nb', '"a\\r\\nb"'],
    ['back\\', "'back\\'"],
    ['größe', "'größe'"],
  ])('%j', (value, source) => {
    expect(edit('LOCAL_MODEL=old # why\n', { MODEL: value }).text).toBe(`LOCAL_MODEL=${source} # why\n`)
  })

  test('a value of several lines has the line ends of its file', () => {
    expect(edit('A=1\r\nLOCAL_MODEL=b\r\n', { MODEL: 'a\nb' }).text).toBe("A=1\r\nLOCAL_MODEL='a\r\nb'\r\n")
  })

  test.each([['a\0b'], ['\ud800'], ['\'"` #'], ["it's # $HOME"]])('%j is refused', value => {
    expect(() => edit('LOCAL_MODEL=old\n', { MODEL: value })).toThrow(RangeError)
  })
})

test.each([
  ['a name that is a command', 'A=1\n', 'doctor', {}],
  ['a field that another profile would have', 'A=1\n', 'local-x', {}],
  ['a key that is another profile’s variable', 'MY_KIND=vllm\n', 'my-env', {}],
  ['a quote left open that the line would close', "A='open\nLOCAL_KIND=vllm\n", 'local', { MODEL: '# x' }],
])('%s is refused', (_, text, profile, changes) => {
  expect(() => edit(text, { MODEL: 'new', ...changes }, profile)).toThrow(RangeError)
})

test('what was changed comes back with its lines in the new text', () => {
  const text = "# a\r\nLOCAL_MODEL='a\r\nb' # c\r\nLOCAL_KIND=vllm\r\nlocal_betas=off\r\n"
  const changes = { BETAS: '', EFFORT: 'off', MODEL: 'x\ny', KIND: 'vllm', THINKING: 'off' }
  expect(edit(text, changes).lines).toEqual([
    { line: 2, was: "LOCAL_MODEL='a\nb' # c", is: "LOCAL_MODEL='x\ny' # c" },
    { line: 5, was: 'local_betas=off', is: 'local_betas=' },
    { line: 6, is: 'LOCAL_EFFORT=off' },
    { line: 7, is: 'LOCAL_THINKING=off' },
  ])
  expect(edit('A=1\n', { KIND: 'vllm' }).lines).toEqual([
    { line: 2, is: '' },
    { line: 3, is: 'LOCAL_KIND=vllm' },
  ])
})

test('several profiles are one edit: its lines are in order, with the numbers of the last text', () => {
  const text = "A='1\n2'\nLOCAL_MODEL='a\nb'\nVIBE_MODEL=v\n"
  const field = (name: Subject, value: string) => new Map([[name, value]])
  const changes = [
    ['vibe', field('EFFORT', 'off')],
    ['new-box', field('KIND', 'vllm')],
    ['local', field('MODEL', 'm')],
    ['other', field('KIND', 'vllm')],
    ['local-', field('MODEL', 'x')],
  ] as const
  const edited = editProfiles(text, new Map(changes.slice(0, 4)))
  const lines = edited.text.split('\n')
  expect(lines).toEqual([
    "A='1",
    "2'",
    'LOCAL_MODEL=m',
    'VIBE_MODEL=v',
    'VIBE_EFFORT=off',
    '',
    'NEW_BOX_KIND=vllm',
    '',
    'OTHER_KIND=vllm',
    '',
  ])
  expect(edited.lines.map(({ line }) => line)).toEqual([3, 5, 6, 7, 8, 9])
  for (const { line, is } of edited.lines) expect(lines[line - 1]).toBe(is)
  expect(() => editProfiles(text, new Map(changes))).toThrow(RangeError)
})

describe('a variable of the profile', () => {
  test.each([
    ['new', 'LOCAL_MODEL=m\n', 'LOCAL_MODEL=m\nLOCAL_ENV_SOME_FLAG=1\n'],
    ['there already', 'LOCAL_ENV_SOME_FLAG=0 # why\nLOCAL_MODEL=m\n', 'LOCAL_ENV_SOME_FLAG=1 # why\nLOCAL_MODEL=m\n'],
    [
      'in a comment',
      '#LOCAL_ENV_SOME_FLAG=0\n#LOCAL_MODEL=m\n',
      '#LOCAL_ENV_SOME_FLAG=0\nLOCAL_ENV_SOME_FLAG=1\n#LOCAL_MODEL=m\n',
    ],
  ])('%s', (_, before, after) => {
    expect(edit(before, { ENV_SOME_FLAG: '1' }).text).toBe(after)
  })
})
