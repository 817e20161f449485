import { expect, test } from 'vitest'
import { calls, image, redSquare, request, said, tool, tools } from './exchange.ts'

const everything = { tools: Object.values(tools) }
const bash = (command: string) => ['Bash', { command }]
const read = (file_path: string) => ['Read', { file_path }]
const weather = (location: string, unit = 'celsius') => ['get_weather', { location, unit }]

test.each([
  ['Run the command: echo hello', [bash('echo hello')]],
  ['Run the command: ls', [bash('ls')]],
  ['run `git log -1`', [bash('git log -1')]],
  ['Please run the command "pwd" and tell me what it prints.', [bash('pwd')]],
  ['Run the shell command ls -la /tmp, then report the first line.', [bash('ls -la /tmp')]],
  ['Run echo a; echo b', [bash('echo a; echo b')]],
  ['Run the command: ls .', [bash('ls .')]],
  ['Execute a command in the terminal', [bash('ls')]],
  ['Use the Bash tool to run the command "ls" now. Do not answer in words; call the tool.', [bash('ls')]],
  [
    'Call the tool Bash with the input {"command": "ls -l", "timeout": 9}.',
    [['Bash', { command: 'ls -l', timeout: 9 }]],
  ],
  ['Run the command in a terminal', [bash('ls')]],
  ['Run the command cat a.txt and then say what it is.', [bash('cat a.txt')]],
  ['List the files in this directory', [bash('ls')]],
  ['What files are here?', [bash('ls')]],
  ['Which files are here?', [bash('ls')]],
  ['Read the file notes.txt', [read('notes.txt')]],
  ['What is in `src/cli.ts`?', [read('src/cli.ts')]],
  ['Describe /home/me/picture.png.', [read('/home/me/picture.png')]],
  ["What's the weather in Lisbon?", [weather('Lisbon')]],
  ['Weather for New York in fahrenheit', [weather('New York', 'fahrenheit')]],
  ['Use get_weather for Oslo', [weather('Oslo')]],
  ['Search the web for cats', [['WebSearch', { query: 'Search the web for cats' }]]],
  ['Run both `ls` and `pwd`', [bash('ls'), bash('pwd')]],
  ['Run these two commands in parallel, with two tool calls in one answer: `ls` and `pwd`', [bash('ls'), bash('pwd')]],
  ['Read a.txt and b.txt in parallel', [read('a.txt'), read('b.txt')]],
  ['What is the weather in both Paris and Rome?', [weather('Paris'), weather('Rome')]],
  ['Run the command: ls, but without calling any tool', []],
  ["Don't run `rm -r .`", []],
  ['Never execute the command: reboot', []],
  ['Do not use the Bash tool to run `ls`.', []],
  ['How do I run `rm -r .`?', []],
  ['What happens if I run `reboot`?', []],
  ['Reply with the output of the command `ls`: run it.', [bash('ls')]],
])('%j calls %j', async (question, expected) => {
  expect(await calls(request(question, everything))).toEqual(expected)
})

test.each([
  [{ type: 'auto' }, 'Run both `a` and `b`', [bash('a'), bash('b')]],
  [{ type: 'auto', disable_parallel_tool_use: true }, 'Run both `a` and `b`', [bash('a')]],
  [{ type: 'any' }, 'Run both `a` and `b`', [bash('a'), bash('b')]],
  [{ type: 'any', disable_parallel_tool_use: true }, 'Run both `a` and `b`', [bash('a')]],
  [{ type: 'any' }, 'Say hello.', [bash('ls')]],
  [{ type: 'any' }, 'What is the weather in Rome?', [weather('Rome')]],
  [{ type: 'tool', name: 'Read' }, 'What is the weather in Rome?', [read('README.md')]],
  [{ type: 'none' }, 'Run `ls`', []],
])('with tool_choice %j %j calls %j', async (tool_choice, question, expected) => {
  const { Bash, Read, get_weather } = tools
  expect(await calls(request(question, { tools: [Bash, Read, get_weather], tool_choice }))).toEqual(expected)
})

test('without a tool for files they are read by a command, in the directory that the client names', async () => {
  const system = "# Environment\n - Primary working directory: /home/o'me/project\n - Platform: linux"
  const asked = (...offered: unknown[]) => calls(request('Read the file notes.txt', { system, tools: offered }))
  expect(await asked(tools.Bash)).toEqual([bash("cat '/home/o'\\''me/project/notes.txt'")])
  expect(await asked(tools.Bash, tools.Read)).toEqual([read("/home/o'me/project/notes.txt")])
})

test('what only Anthropic can run, and what is only named, is not called', async () => {
  const names = [
    { type: 'bash_20250124', name: 'bash' },
    { ...tools.Bash, defer_loading: true },
  ]
  expect(await calls(request('Run `ls`', { tools: names }))).toEqual([])
})

test.each<[string, Record<string, unknown>, unknown]>([
  ['a text', { type: 'string' }, 'demo'],
  ['a long text', { type: 'string', minLength: 6 }, 'demo..'],
  ['a short text', { type: 'string', maxLength: 2 }, 'de'],
  ['one of some', { enum: ['low', 'high'] }, 'low'],
  ['one that is mentioned', { type: 'string', enum: ['low', 'middling'] }, 'middling'],
  ['a constant', { const: null }, null],
  ['a date', { type: 'string', format: 'date' }, '2026-01-01'],
  ['an address', { type: 'string', format: 'uri' }, 'https://example.com/'],
  ['an integer', { type: 'integer' }, 1],
  ['an integer above', { type: 'integer', exclusiveMinimum: 4 }, 5],
  ['an integer below', { type: 'integer', maximum: -3 }, -3],
  ['a multiple', { type: 'integer', minimum: 7, multipleOf: 5 }, 10],
  ['a number between', { type: 'number', exclusiveMinimum: 0, exclusiveMaximum: 1 }, 0.25],
  ['a flag', { type: 'boolean' }, false],
  ['a default', { type: 'boolean', default: true }, true],
  ['a list', { type: 'array', items: { type: 'integer' } }, []],
  ['a list of two', { type: 'array', items: { type: 'integer' }, minItems: 2 }, [1, 1]],
  ['an object', { type: 'object', properties: { a: { type: 'null' }, b: {} }, required: ['a'] }, { a: null }],
  ['a text or null', { type: ['null', 'string'] }, 'demo'],
  ['null or a number', { anyOf: [{ type: 'null' }, { type: 'integer' }] }, 1],
  ['either of two', { oneOf: [{ type: 'object', properties: { k: { const: 1 } }, required: ['k'] }] }, { k: 1 }],
  ['two at once', { allOf: [{ type: 'integer' }, { minimum: 3 }] }, 3],
  ['a reference', { $ref: '#/$defs/level' }, 'high'],
])('the input has %s where the schema asks for it', async (_, schema, expected) => {
  const one = tool('make_it', { wanted: schema, other: { type: 'string' } }, ['wanted'])
  const input_schema = { ...(one['input_schema'] as object), $defs: { level: { enum: ['high'] } } }
  const body = request('Use make_it, middling.', { tools: [{ ...one, input_schema }] })
  expect(await calls(body)).toEqual([['make_it', { wanted: expected }]])
})

test('a schema that refers to itself has an end', async () => {
  const input_schema = {
    type: 'object',
    properties: { a: { $ref: '#' }, b: { allOf: [{ $ref: '#' }] } },
    required: ['a', 'b'],
  }
  const [call] = await calls(request('Use it_self', { tools: [{ name: 'it_self', input_schema }], max_tokens: 8192 }))
  expect(call?.[0]).toBe('it_self')
})

const conversation = (results: readonly object[], more: readonly object[] = []) =>
  request('', {
    ...everything,
    messages: [
      { role: 'user', content: 'Run both `a` and `b`' },
      {
        role: 'assistant',
        content: ['a', 'b'].slice(0, results.length).map(id => ({ type: 'tool_use', id, name: 'Bash', input: {} })),
      },
      { role: 'user', content: [...results, ...more] },
    ],
  })
const result = (id: string, content?: unknown, more = {}) => ({
  type: 'tool_result',
  tool_use_id: id,
  content,
  ...more,
})
const reminder = '<system-reminder>Run `ls`.</system-reminder>'

test.each<[string, readonly object[], string]>([
  ['a text', [result('a', 'one\ntwo')], 'The tool said: "one".'],
  ['blocks', [result('a', [{ type: 'text', text: '\n\n one \n' }])], 'The tool said: "one".'],
  ['a numbered line', [result('a', '     1→first\n     2→second')], 'The tool said: "first".'],
  ['a reminder behind it', [result('a', `one\n${reminder}`)], 'The tool said: "one".'],
  ['nothing', [result('a', '')], 'The tool said: nothing.'],
  ['no content', [result('a')], 'The tool said: nothing.'],
  ['a failure', [result('a', 'no such file', { is_error: true })], 'The tool failed and said: "no such file".'],
  ['two, the second first', [result('b', 'two'), result('a', 'one')], 'The tools said: "one" and "two".'],
  ['an image', [result('a', [image(redSquare)])], 'I see an image of 32 x 32 pixels, red in its top left corner.'],
])('a result of %s is quoted', async (_, results, sentence) => {
  expect(await said(conversation(results))).toBe(sentence)
  expect(await said(conversation(results, [{ type: 'text', text: reminder }]))).toBe(sentence)
})

test('a question beside a result is answered', async () => {
  const asked = (text: string) => conversation([result('a', 'one')], [{ type: 'text', text }])
  expect(await said(asked('Say thanks.'))).toBe('thanks')
  expect(await calls(asked('Now run `pwd`.'))).toEqual([bash('pwd')])
})
