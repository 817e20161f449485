import { describe, expect, test } from 'vitest'
import { assistant, call, messagesOf, pdf, png, type Row, result, shownPng, text, use, user } from './requests.ts'

describe('messages', () => {
  test.each<Row>([
    ['R1 a system text', { system: 'be brief' }, [{ role: 'system', content: 'be brief' }, user('hi')]],
    [
      'R2 a system in blocks',
      { system: [text('a'), { ...text('b'), cache_control: { type: 'ephemeral' } }, text('c')] },
      [{ role: 'system', content: 'a\n\nb\n\nc' }, user('hi')],
    ],
    [
      'R3 the line that names the client',
      { system: [text('x-anthropic-billing-header: cc_version=1;'), text('a')] },
      [{ role: 'system', content: 'a' }, user('hi')],
    ],
    [
      'R4 a system message between others, where none may stand',
      { messages: [user('a'), { role: 'system', content: [text('note')] }, assistant('b'), user('c')] },
      [user('a\n<system-reminder>\nnote\n</system-reminder>'), assistant('b'), user('c')],
    ],
    [
      'R4 the same, where it may',
      { messages: [user('a'), { role: 'system', content: 'note' }, assistant('b'), user('c')] },
      [user('a'), { role: 'system', content: 'note' }, assistant('b'), user('c')],
      'openai',
    ],
    ['R5 one text', { messages: [user([text('a')])] }, [user('a')]],
    ['R6 two texts', { messages: [user([text('a'), text('b')])] }, [user('a\nb')]],
    ['R7 an image', { messages: [user([text('a'), png])] }, [user([text('a'), shownPng])]],
    [
      'R8 an image by its address',
      { messages: [user([{ type: 'image', source: { type: 'url', url: 'https://x.test/a.png' } }])] },
      [user([{ type: 'image_url', image_url: { url: 'https://x.test/a.png' } }])],
    ],
    [
      'R10 a PDF at Mistral',
      { messages: [user([pdf])] },
      [user([{ type: 'document_url', document_url: 'data:application/pdf;base64,BBBB' }])],
      'mistral',
    ],
    [
      'R10 a PDF at OpenAI',
      { messages: [user([pdf])] },
      [user([{ type: 'file', file: { filename: 'a.pdf', file_data: 'data:application/pdf;base64,BBBB' } }])],
      'openai',
    ],
    ['R10 a PDF elsewhere', { messages: [user([pdf])] }, [user('[a.pdf omitted: this server takes no such files]')]],
    [
      'R11 a document of text',
      { messages: [user([{ type: 'document', title: 'T', source: { type: 'text', data: 'words' } }])] },
      [user('T\nwords')],
    ],
    [
      'R12 text and two calls',
      {
        messages: [
          user('a'),
          assistant([text('b'), use('1', 'Bash', { x: 1 }), use('2')]),
          user([result('1', 'r'), result('2', 's')]),
        ],
      },
      [
        user('a'),
        { ...assistant('b'), tool_calls: [call('1', 'Bash', '{"x":1}'), call('2')] },
        { role: 'tool', tool_call_id: '1', content: 'r' },
        { role: 'tool', tool_call_id: '2', content: 's' },
      ],
    ],
    [
      'R13 a call alone',
      { messages: [user('a'), assistant([use('1')]), user([result('1', 'r')])] },
      [user('a'), { ...assistant(null), tool_calls: [call('1')] }, { role: 'tool', tool_call_id: '1', content: 'r' }],
    ],
    [
      'R14 an empty text beside a call',
      { messages: [user('a'), assistant([text(' \n'), use('1')]), user([result('1', 'r')])] },
      [user('a'), { ...assistant(null), tool_calls: [call('1')] }, { role: 'tool', tool_call_id: '1', content: 'r' }],
    ],
    ['R15 an assistant that says nothing', { messages: [user('a'), assistant([]), user('b')] }, [user('a\nb')]],
    [
      'R18 a result with nothing in it',
      { messages: [user('a'), assistant([use('1')]), user([result('1')])] },
      [user('a'), { ...assistant(null), tool_calls: [call('1')] }, { role: 'tool', tool_call_id: '1', content: '' }],
    ],
    [
      'R19 a result in two texts',
      { messages: [assistant([use('1')]), user([result('1', [text('a'), text('b')])])] },
      [
        { ...assistant(null), tool_calls: [call('1')] },
        { role: 'tool', tool_call_id: '1', content: 'a\nb' },
      ],
    ],
    [
      'R20 a result with an image',
      { messages: [assistant([use('1')]), user([result('1', [text('a'), png])])] },
      [
        { ...assistant(null), tool_calls: [call('1')] },
        { role: 'tool', tool_call_id: '1', content: 'a\n[shown below]' },
        user([text('[from the tool call 1]'), shownPng]),
      ],
    ],
    [
      'R21 a result that is an error',
      { messages: [assistant([use('1')]), user([result('1', 'no', { is_error: true })])] },
      [
        { ...assistant(null), tool_calls: [call('1')] },
        { role: 'tool', tool_call_id: '1', content: '[tool error] no' },
      ],
    ],
    [
      'R22 a result, then text',
      { messages: [assistant([use('1')]), user([result('1', 'r'), text('go on')])] },
      [
        { ...assistant(null), tool_calls: [call('1')] },
        { role: 'tool', tool_call_id: '1', content: 'r' },
        user('go on'),
      ],
    ],
    [
      'R23 text, then a result',
      { messages: [assistant([use('1')]), user([text('go on'), result('1', 'r')])] },
      [
        { ...assistant(null), tool_calls: [call('1')] },
        { role: 'tool', tool_call_id: '1', content: 'r' },
        user('go on'),
      ],
    ],
    [
      'R24 results in another order than the calls',
      { messages: [assistant([use('1'), use('2')]), user([result('2', 's'), result('1', 'r')])] },
      [
        { ...assistant(null), tool_calls: [call('1'), call('2')] },
        { role: 'tool', tool_call_id: '1', content: 'r' },
        { role: 'tool', tool_call_id: '2', content: 's' },
      ],
    ],
    [
      'R25 results in two messages',
      { messages: [assistant([use('1'), use('2')]), user([result('1', 'r')]), user([result('2', 's'), text('x')])] },
      [
        { ...assistant(null), tool_calls: [call('1'), call('2')] },
        { role: 'tool', tool_call_id: '1', content: 'r' },
        { role: 'tool', tool_call_id: '2', content: 's' },
        user('x'),
      ],
    ],
    [
      'R26 a result without a call',
      { messages: [user([result('9', 'r')])] },
      [user('[result of an earlier tool call]\nr')],
    ],
    [
      'R27 a call without a result',
      { messages: [assistant([use('1')]), user('next')] },
      [
        { ...assistant(null), tool_calls: [call('1')] },
        { role: 'tool', tool_call_id: '1', content: '[no result recorded]' },
        user('next'),
      ],
    ],
    [
      'R28 messages of one role in a row',
      { messages: [user('a'), user([png]), assistant('b'), assistant('c'), user('d')] },
      [user([text('a'), shownPng]), assistant('b\nc'), user('d')],
    ],
    [
      'R29 an answer that was begun, at Mistral',
      { messages: [user('a'), assistant('It is')] },
      [user('a'), { ...assistant('It is'), prefix: true }],
      'mistral',
    ],
    [
      'R29 the same elsewhere',
      { messages: [user('a'), assistant('It is')] },
      [user('a'), assistant('It is'), user('Continue.')],
    ],
  ])('%s', (_, body, expected, kind) => {
    const before = structuredClone(body)
    expect(messagesOf(body, kind)).toEqual(expected)
    expect(body, 'the request itself stays as it is').toEqual(before)
  })
})
