import { expect, test } from 'vitest'
import { readStream } from '../../src/claude-code/read-stream.ts'
import { judgeToolCalls } from '../../src/claude-code/tool-calls.ts'
import { clientTools } from '../../src/claude-code/tools.ts'
import { recording } from '../support/recordings.ts'
import * as s from './pieces.ts'

const judged = (blocks: string) => judgeToolCalls(readStream(s.opening + blocks + s.closing('tool_use')), clientTools)
const called = (more: object) => judged(s.tool(0, { ...more }))
const given = (json: string) => judged(s.starts(0, s.call) + s.brings(0, s.json(json)) + s.ends(0))
const second = (more: object, json = '{"command":"pwd"}') =>
  s.starts(1, { ...s.call, ...more }) + s.brings(1, s.json(json)) + s.ends(1)
const refused = (id: string) => `the id ${id} has characters that Anthropic refuses later in the same conversation`

// All of these were run by Claude Code 2.1.329.
test.each<[string, ReturnType<typeof judged>, string[]]>([
  ['a call', judged(s.tool()), []],
  ['a call behind text and thinking', judged(s.thinking() + s.text(1) + s.tool(2)), []],
  ['an id of OpenAI', called({ id: 'call_ab12cd34' }), []],
  ['an id of Kimi', called({ id: 'functions.Bash:0' }), [refused('"functions.Bash:0"')]],
  ['a blank as id', called({ id: ' ' }), [refused('" "')]],
  ['a line end in the id', called({ id: 'a\nb' }), [refused('"a b"')]],
  ['blanks around the input', given('\n {"command":"ls"}\n'), []],
  [
    'a number written as text',
    given('{"command":"ls","timeout":"60000"}'),
    ['in the input of "Bash", "timeout" is written as text and should be number'],
  ],
  ['two calls', judged(s.tool() + second({ id: 'toolu_2' })), []],
  ['the same id twice', judged(s.tool() + second({})), ['two calls have the same id']],
  [
    'another call that is cut',
    judged(s.tool() + second({ id: 'b' }, '{"comm')),
    ['another call does not run: the input of "Bash" is cut off or no JSON'],
  ],
  [
    'another call of no tool',
    judged(s.tool() + second({ id: 'b', name: 'run' })),
    ['another call does not run: it calls "run", and there is no such tool'],
  ],
])('%s runs', (_, judgement, remarks) => {
  expect(judgement).toMatchObject({ kind: 'native', remarks })
})

test('gives the calls that run', () => {
  expect(judged(s.tool() + second({ id: '' }))).toMatchObject({
    calls: [{ id: 'toolu_1', name: 'Bash', input: s.input }],
  })
})

// All of these came back to the backend as an error of the tool.
test.each([
  ['the wrong case', called({ name: 'bash' }), 'it calls "Bash" in the wrong case: "bash"'],
  ['a prefix', called({ name: 'functions.Bash' }), 'it calls "Bash" with more than its name: "functions.Bash"'],
  ['a blank behind the name', called({ name: 'Bash ' }), 'it calls "Bash" with more than its name: "Bash "'],
  ['another name', called({ name: 'run_command' }), 'it calls "run_command", and there is no such tool'],
  ['a longer word', called({ name: 'goBash' }), 'it calls "goBash", and there is no such tool'],
  [
    'a very long name',
    called({ name: `${'x'.repeat(70)}\u202e` }),
    `it calls "${'x'.repeat(60)}", and there is no such tool`,
  ],
  ['no name', called({ name: '' }), 'a call has no name'],
  ['null as name', called({ name: null }), 'a call has no name'],
  ['an empty id', called({ id: '' }), 'the call of "Bash" has no id'],
  ['a number as id', called({ id: 5 }), 'the call of "Bash" has no id'],
  [
    'input only in the start',
    judged(s.starts(0, { ...s.call, input: s.input }) + s.ends(0)),
    'the input of "Bash" is lost: it is {}',
  ],
  ['{}', given('{}'), 'the input of "Bash" is lost: it is {}'],
  ['empty JSON', given(''), 'the input of "Bash" is lost: it is {}'],
  ['cut JSON', given('{"command":"ls"'), 'the input of "Bash" is cut off or no JSON'],
  ['JSON and more', given('{"command":"ls"}</tool_call>'), 'the input of "Bash" is cut off or no JSON'],
  ['two objects', given('{"command":"ls"}{"command":"ls"}'), 'the input of "Bash" is cut off or no JSON'],
  ['single quotes', given("{'command':'ls'}"), 'the input of "Bash" is cut off or no JSON'],
  ['JSON in a text', given(JSON.stringify('{"command":"ls"}')), 'the input of "Bash" is JSON inside a JSON text'],
  ['a list', given('[{"command":"ls"}]'), 'the input of "Bash" is a list'],
  ['null', given('null'), 'the input of "Bash" is no object but "null"'],
  ['a missing input', given('{"description":"look"}'), 'in the input of "Bash", "command" is missing'],
  ['an unknown input', given('{"command":"ls","shell":"bash"}'), 'in the input of "Bash", there is no input "shell"'],
])('a call with %s does not run', (_, judgement, why) => {
  expect(judgement).toEqual({ kind: 'broken', why })
})

test.each<[string, string, string | undefined]>([
  [
    'as text',
    s.text(0, '<tool_call>\n{"name": "Bash", "arguments": {"command":"ls"}}\n</tool_call>'),
    '<tool_call>, as Qwen and Hermes write it',
  ],
  [
    'in its thinking',
    s.starts(0, { type: 'thinking', thinking: '' }) +
      s.brings(0, { type: 'thinking_delta', thinking: '[TOOL_CALLS]Bash' }) +
      s.ends(0) +
      s.text(1),
    '[TOOL_CALLS], as Mistral writes it, within its thinking',
  ],
  ['in two blocks', s.text(0, '```json\n{"na') + s.text(1, 'hm'), undefined],
  ['not at all', s.text(0, 'I would run: ls'), undefined],
])('a call that is written %s', (_, blocks, how) => {
  expect(judged(blocks)).toEqual(how === undefined ? { kind: 'none' } : { kind: 'text', how })
})

test.each(['llama-server/tool-choice-any-stream', 'llama-server/tools-stream', 'aimock/tools-stream'])(
  '%s calls',
  name => {
    const weather = {
      name: 'get_weather',
      input_schema: { type: 'object', properties: { location: { type: 'string' } }, required: ['location'] },
    }
    expect(judgeToolCalls(readStream(recording(name).body), [weather])).toMatchObject({
      kind: 'native',
      calls: [{ name: 'get_weather', input: { location: 'Lisbon' } }],
      remarks: [],
    })
  },
)
