import { describe, expect, test } from 'vitest'
import { readBackendsFile } from '../../src/profiles/backends-file.ts'
import { reservedNames } from '../../src/profiles/reserved.ts'

/** The profiles of a text as `name: FIELD ... +EXTRA ...`, those that hold nothing left out. */
function profiles(text: string): string[] {
  return [...readBackendsFile(text).profiles.values()]
    .map(({ name, fields, extra }) => [`${name}:`, ...fields.keys(), ...[...extra.keys()].map(one => `+${one}`)])
    .filter(words => words.length > 1)
    .map(words => words.join(' '))
}

const problems = (text: string) =>
  readBackendsFile(text).problems.map(({ level, line, says }) => `${level} ${line}: ${says}`)

describe('which profiles there are', () => {
  test('four without any line', () => {
    const { profiles, problems } = readBackendsFile('')
    expect([...profiles.keys()]).toEqual(['local', 'cloud', 'ollama', 'vibe'])
    expect(problems).toEqual([])
  })

  test.each([
    ['a built-in one needs no declaration', 'LOCAL_MODEL=m', ['local: MODEL']],
    ['BASE_URL declares', 'BOX_MODEL=m\nBOX_BASE_URL=u', ['box: MODEL BASE_URL']],
    ['KIND declares', 'BOX_KIND=vllm\nBOX_MODEL=m', ['box: KIND MODEL']],
    ['a key and a model do not', 'OPENAI_API_KEY=k\nOPENAI_MODEL=m', []],
    ['names of several words', 'MY_BIG_BOX_BASE_URL=u', ['my-big-box: BASE_URL']],
    ['one name, two spellings', 'My_Box_BASE_URL=u\nMY_BOX_MODEL=m', ['my-box: BASE_URL MODEL']],
    ['the longest field', 'LOCAL_OPUS_MODEL=m', ['local: OPUS_MODEL']],
    ['a name inside a name', 'LOCAL_TWO_BASE_URL=u\nLOCAL_TWO_MODEL=m', ['local-two: BASE_URL MODEL']],
    ['any other variable', 'LOCAL_ENV_FOO=1\nLOCAL_ENV_BAR=2', ['local: +FOO +BAR']],
    ['a variable in the case it was written', 'LOCAL_ENV_foo=1', ['local: +foo']],
    ['a variable that looks like a field', 'LOCAL_ENV_BASE_URL=u', ['local: +BASE_URL']],
    ['a profile whose name has ENV in it', 'MY_ENV_BASE_URL=u\nMY_ENV_MODEL=m', ['my-env: BASE_URL MODEL']],
    ['which is a variable where its owner exists', 'MY_KIND=vllm\nMY_ENV_BASE_URL=u', ['my: KIND +BASE_URL']],
    ['also when its owner comes later', 'MY_ENV_BASE_URL=u\nMY_KIND=vllm', ['my: KIND +BASE_URL']],
    ['ENV twice', 'LOCAL_ENV_MY_ENV_X=1', ['local: +MY_ENV_X']],
  ])('%s', (_, text, expected) => expect(profiles(text)).toEqual(expected))

  test('names that only have a key and a model are kept apart, to say what is missing', () => {
    const { undeclared, problems } = readBackendsFile('OPENAI_API_KEY=k\nOPENAI_MODEL=m\nFOO=1')
    expect([...undeclared.keys()]).toEqual(['openai'])
    expect(problems).toEqual([])
  })

  test('keys of other programs are left alone', () => {
    const text = 'LITELLM_MASTER_KEY=k\nFOO=1\nFOO=2\nSOME_ENV_THING=3\nexport EDITOR=vi'
    const { loose, problems } = readBackendsFile(text)
    expect([...loose.keys()]).toEqual(['LITELLM_MASTER_KEY', 'FOO', 'SOME_ENV_THING', 'EDITOR'])
    expect(problems).toEqual([])
  })

  test("LiteLLM's master key is nobody's field, also beside a profile litellm", () => {
    const { loose, problems } = readBackendsFile('LITELLM_BASE_URL=u\nLITELLM_MASTER_KEY=k')
    expect([...loose.keys()]).toEqual(['LITELLM_MASTER_KEY'])
    expect(problems).toEqual([])
  })
})

describe('problems', () => {
  test.each([
    ['LOCAL_BASEURL=u', 'warning 1: LOCAL_BASEURL: local has no field BASEURL; did you mean LOCAL_BASE_URL?'],
    ['LOCAL_MODLE=m', 'warning 1: LOCAL_MODLE: local has no field MODLE; did you mean LOCAL_MODEL?'],
    ['local_api_keys=k', 'warning 1: local_api_keys: local has no field api_keys; did you mean LOCAL_API_KEY?'],
    ['LOCAL_COLOUR=red', 'warning 1: LOCAL_COLOUR: local has no field COLOUR; docs/file.md lists the fields.'],
    ['BOX_KIND=vllm\n\nBOX_MODELL=m', 'warning 3: BOX_MODELL: box has no field MODELL; did you mean BOX_MODEL?'],
    [
      'LOCAL_MODEL=a\nLOCAL_MODEL=b',
      'warning 2: LOCAL_MODEL is already set on line 1; the later one counts. Remove one of them.',
    ],
    [
      'LOCAL_MODEL=a\nlocal_model=b',
      'warning 2: local_model is already set on line 1; the later one counts. Remove one of them.',
    ],
    [
      'LOCAL_ENV_X=a\nLOCAL_ENV_X=b',
      'warning 2: LOCAL_ENV_X is already set on line 1; the later one counts. Remove one of them.',
    ],
    ['what is this', 'warning 1: this line is not NAME=value; it is ignored.'],
    [
      'STATUS_BASE_URL=u',
      'error 1: STATUS_BASE_URL: "status" is a command, so no profile can have that name; give the profile another one.',
    ],
  ])('%j', (text, says) => expect(problems(text)).toEqual([says]))

  test('no command can be a profile, and its other keys are nothing', () => {
    for (const name of reservedNames) {
      const key = name.toUpperCase()
      const { profiles, problems } = readBackendsFile(`${key}_KIND=vllm\n${key}_MODEL=m\n`)
      expect(profiles.has(name), name).toBe(false)
      expect(
        problems.map(({ level, line }) => `${level} ${line}`),
        name,
      ).toEqual(['error 1'])
    }
  })

  test('the later of two counts', () => {
    const { profiles } = readBackendsFile('LOCAL_MODEL=a\nLOCAL_MODEL=b')
    expect(profiles.get('local')?.fields.get('MODEL')?.source).toBe('b')
  })

  test('they come in the order of the lines, and none shows a value', () => {
    const text = 'LOCAL_MODLE=canary\ncanary canary\nLOCAL_MODEL=canary\nLOCAL_MODEL=canary\nRUN_KIND=canary\n'
    const found = readBackendsFile(text).problems
    expect(found.map(({ line }) => line)).toEqual([1, 2, 4, 5])
    expect(JSON.stringify(found)).not.toContain('canary')
  })
})
