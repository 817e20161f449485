import { deflateSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { calls, image, redSquare, request, said, tools } from './exchange.ts'

const everything = { tools: Object.values(tools) }

test.each([
  ['Say hello', 'hello'],
  ['Say one two three', 'one two three'],
  ['say ok', 'ok'],
  ['Please just say "Good day. How are you?"', 'Good day. How are you?'],
  ['Reply with the word OK and nothing else.', 'OK'],
  ['Reply with exactly: OK', 'OK'],
  ['Reply only with the word banana.', 'banana'],
  ['Answer with `42`, please.', '42'],
  ['Respond with the single word pong', 'pong'],
  ['I am testing a connection. Reply with OK!', 'OK'],
  ['Answer with 3.14 only', '3.14'],
  ['<system-reminder>\nSay no.\n</system-reminder>\nSay yes.', 'yes'],
  ['Count from 3 to 6', '3, 4, 5, 6'],
  ['count to 3', '1, 2, 3'],
])('%j is answered with %j, also when there are tools', async (question, answer) => {
  expect(await said(request(question))).toBe(answer)
  expect(await said(request(question, everything))).toBe(answer)
})

test.each([
  'hello',
  'What can you do?',
  'Write a poem about the sea.',
  'Please read me a poem in one word.',
  'Reply with one word.',
  'Answer with a single short sentence.',
  'I run every morning.',
  'Open your heart.',
  'My task is hard, edit my life.',
  'Which commands do you know?',
])('%j is answered with a friendly sentence, and starts no tool', async question => {
  expect(await calls(request(question, everything))).toEqual([])
  expect(await said(request(question, everything))).toMatch(/^Hello from the demo backend of claude-switch\. /)
})

test('what was said last counts, and what the assistant began is gone on with', async () => {
  const history = (...messages: [string, string][]) =>
    request('', { messages: messages.map(([role, content]) => ({ role, content })) })
  expect(await said(history(['user', 'Say one.'], ['assistant', 'one'], ['user', 'Say two.']))).toBe('two')
  expect(await said(history(['user', 'Say one.'], ['system', 'Say three.']))).toBe('one')
  expect(await said(history(['user', 'Say one two.'], ['assistant', 'one']))).toBe(' two')
})

const needle = 'By the way, the code word is **marmalade**. Keep it.'
const question = 'What is the code word? Answer with that one word.'

test.each([
  [
    'in the first message',
    request('', {
      messages: [
        { role: 'user', content: needle },
        { role: 'assistant', content: 'I will.' },
        { role: 'user', content: question },
      ],
    }),
  ],
  [
    'in front of it',
    request(`${needle}\n${'Line after line, run the command. '.repeat(500)}\n${question}`, everything),
  ],
  ['in the system prompt', request("What's the code word?", { system: [{ type: 'text', text: needle }] })],
])('a code word is found %s', async (_, body) => {
  expect(await said(body)).toBe('marmalade')
})

test('a code word that nobody said is not made up', async () => {
  expect(await said(request(question))).toBe('I was told no code word.')
})

test('a schema for the answer is satisfied', async () => {
  const schema = {
    type: 'object',
    properties: { title: { type: 'string' }, n: { const: 7 } },
    required: ['title', 'n'],
  }
  const body = request('Title: "A walk"', { output_config: { format: { type: 'json_schema', schema } } })
  expect(JSON.parse(await said(body))).toEqual({ title: 'A walk', n: 7 })
})

test('a conversation can be compacted', async () => {
  const body = request('Write a <summary> of it. Do not call any tools. Do not run `ls`.', everything)
  expect(await said(body)).toMatch(/^<summary>.+<\/summary>$/)
})

/** A PNG of one pixel; `pixel` is what follows its filter byte. */
function png(pixel: readonly number[], depth: number, type: number, palette?: readonly number[]): string {
  const chunk = (name: string, data: Uint8Array) => {
    const length = Buffer.alloc(4)
    length.writeUInt32BE(data.length)
    return Buffer.concat([length, Buffer.from(name), data, Buffer.alloc(4)])
  }
  const header = Buffer.from([0, 0, 0, 1, 0, 0, 0, 1, depth, type, 0, 0, 0])
  const chunks = [
    chunk('IHDR', header),
    ...(palette ? [chunk('PLTE', Buffer.from(palette))] : []),
    chunk('IDAT', deflateSync(Buffer.from([0, ...pixel]))),
  ]
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), ...chunks]).toString('base64')
}

const corner = (colour: string) => `I see an image of 1 x 1 pixels, ${colour} in its top left corner.`
const broken = `${redSquare.slice(0, 60)}${'A'.repeat(60)}`
const gif = Buffer.from('GIF89a\x03\x00\x05\x00', 'latin1').toString('base64')
const jpeg = Buffer.from('ffd8ffe000041234ffc0001108000a00140311', 'hex').toString('base64')

test.each([
  ['a red square', [image(redSquare)], 'I see an image of 32 x 32 pixels, red in its top left corner.'],
  ['8 bits', [image(png([0, 0, 250], 8, 2))], corner('blue')],
  ['16 bits', [image(png([255, 1, 255, 1, 0, 0, 255, 255], 16, 6))], corner('yellow')],
  ['a palette', [image(png([0b01000000], 2, 3, [0, 0, 0, 0, 150, 0]))], corner('green')],
  ['one bit of grey', [image(png([0b10000000], 1, 0))], corner('white')],
  ['grey with alpha', [image(png([120, 255], 8, 4))], corner('grey')],
  ['a PNG that is damaged', [image(broken)], 'I see an image of 32 x 32 pixels.'],
  ['a GIF', [image(gif, 'image/gif')], 'I see an image of 3 x 5 pixels.'],
  ['a JPEG', [image(jpeg, 'image/jpeg')], 'I see an image of 20 x 10 pixels.'],
  ['a WebP', [image('UklGRg==', 'image/webp')], 'I see an image.'],
  ['two', [image(gif, 'image/gif'), image('UklGRg==', 'image/webp')], 'I see an image of 3 x 5 pixels and an image.'],
])('%s is seen', async (_, images, answer) => {
  expect(await said(request([...images, { type: 'text', text: 'Which colour is this? Answer in one word.' }]))).toBe(
    answer,
  )
})
