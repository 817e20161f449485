// Backends whose tool calls have one defect each, and those that only look odd.
import {
  bringsResult,
  callOfBash,
  contentFor,
  eventsOf,
  json,
  messageOf,
  refusal,
  replying,
  spoiling,
  sse,
  streaming,
  streamOf,
} from './answers.mjs'

const isCall = ({ type }) => type === 'tool_use'
/** The call with something else in it. */
const calling = change => replying(content => content.map(block => (isCall(block) ? { ...block, ...change } : block)))
/** Text in place of the call. */
const saying = text => replying(content => (content.some(isCall) ? [{ type: 'text', text }] : content))
/** The call's JSON as another text, in a stream. */
const inputAs = json =>
  streaming(events =>
    events.map(event =>
      event.delta?.type === 'input_json_delta' ? { ...event, delta: { ...event.delta, partial_json: json } } : event,
    ),
  )
const input = callOfBash.input
/** The call's block at its start, and one delta, or none. */
const startingWith = (block, json) =>
  streaming(events =>
    events
      .filter(({ delta }) => json !== undefined || delta?.type !== 'input_json_delta')
      .map(event => {
        if (event.content_block?.type === 'tool_use') return { ...event, content_block: block }
        return event.delta?.type === 'input_json_delta'
          ? { ...event, delta: { ...event.delta, partial_json: json } }
          : event
      }),
  )
const before = block => replying(content => (content.some(isCall) ? [block, ...content] : content))
const refusingResult = (status, message) => spoiling(request => bringsResult(request) && refusal(status, message))

export const toolRows = [
  { name: 'no defect', answer: spoiling(() => undefined) },
  { name: 'tool: input in content_block_start only', answer: startingWith(callOfBash) },
  { name: 'tool: input in content_block_start and in deltas', answer: startingWith(callOfBash, JSON.stringify(input)) },
  { name: 'tool: input in content_block_start and an empty delta', answer: startingWith(callOfBash, '') },
  {
    name: 'tool: input in content_block_start as a text',
    answer: startingWith({ ...callOfBash, input: JSON.stringify(input) }),
  },
  {
    name: 'tool: start without input',
    answer: startingWith({ ...callOfBash, input: undefined }, JSON.stringify(input)),
  },
  { name: 'tool: input is always {}', answer: inputAs('{}') },
  { name: 'tool: input is an empty text', answer: inputAs('') },
  { name: 'tool: cut-off JSON', answer: inputAs('{"command":"echo ora') },
  { name: 'tool: JSON with a text behind it', answer: inputAs(`${JSON.stringify(input)}</tool_call>`) },
  { name: 'tool: input encoded twice', answer: inputAs(JSON.stringify(JSON.stringify(input))) },
  { name: 'tool: input is a list', answer: inputAs(`[${JSON.stringify(input)}]`) },
  {
    name: 'tool: input in one-character deltas',
    answer: streaming(events =>
      events.flatMap(event =>
        event.delta?.type === 'input_json_delta'
          ? [...event.delta.partial_json].map(partial_json => ({ ...event, delta: { ...event.delta, partial_json } }))
          : [event],
      ),
    ),
  },
  { name: 'tool: empty id', answer: calling({ id: '' }) },
  { name: 'tool: no id', answer: calling({ id: undefined }) },
  { name: 'tool: id with odd characters', answer: calling({ id: 'functions.Bash:0#a' }) },
  { name: 'tool: id of OpenAI', answer: calling({ id: 'call_ab12cd34' }) },
  { name: 'tool: name in the wrong case', answer: calling({ name: 'bash' }) },
  { name: 'tool: name with a prefix', answer: calling({ name: 'functions.Bash' }) },
  { name: 'tool: name that does not exist', answer: calling({ name: 'run_command' }) },
  { name: 'tool: empty name', answer: calling({ name: '' }) },
  { name: 'tool: an input that the schema does not know', answer: calling({ input: { ...input, shell: 'bash' } }) },
  { name: 'tool: a required input is missing', answer: calling({ input: { description: 'say it' } }) },
  { name: 'tool: a required input has another name', answer: calling({ input: { cmd: 'echo oracle' } }) },
  { name: 'tool: an optional input has the wrong type', answer: calling({ input: { ...input, timeout: '60000' } }) },
  { name: 'tool: null for an optional input', answer: calling({ input: { ...input, timeout: null } }) },
  { name: 'tool: text in front of the call', answer: before({ type: 'text', text: 'I will run it.' }) },
  {
    name: 'tool: thinking without a signature in front',
    answer: spoiling(request => {
      const content = contentFor(request)
      if (!content.some(isCall)) return undefined
      const events = eventsOf(messageOf([{ type: 'thinking', thinking: 'run it', signature: '' }, ...content]))
      return request.json.stream && streamOf(events.filter(({ delta }) => delta?.type !== 'signature_delta').map(sse))
    }),
  },
  {
    name: 'tool: thinking with a signature in front',
    answer: before({ type: 'thinking', thinking: 'run it', signature: 'c2ln' }),
  },
  { name: 'tool: a block of an unknown type in front', answer: before({ type: 'vendor_block', input: {} }) },
  {
    name: 'tool: two parallel calls',
    answer: replying(content =>
      content.flatMap(block => (isCall(block) ? [block, { ...block, id: 'toolu_oracle2' }] : [block])),
    ),
  },
  {
    name: 'tool: two calls with the same id',
    answer: replying(content => content.flatMap(block => (isCall(block) ? [block, block] : [block]))),
  },
  {
    name: 'tool: written as <tool_call>',
    answer: saying(`<tool_call>\n{"name": "Bash", "arguments": ${JSON.stringify(input)}}\n</tool_call>`),
  },
  {
    name: 'tool: written as JSON in a fence',
    answer: saying(`\`\`\`json\n{"name": "Bash", "arguments": ${JSON.stringify(input)}}\n\`\`\``),
  },
  { name: 'tool: written as [TOOL_CALLS]', answer: saying(`[TOOL_CALLS]Bash[ARGS]${JSON.stringify(input)}`) },
  {
    name: 'tool: written as <function=>',
    answer: saying('<function=Bash>\n<parameter=command>\necho oracle\n</parameter>\n</function>'),
  },
  { name: 'tool: never called', answer: saying('I would run: echo oracle') },
  {
    name: 'tool: the result is answered by nothing',
    answer: replying((content, request) => (bringsResult(request) ? [] : content)),
  },
  {
    name: 'tool: the result is answered by an empty text',
    answer: replying((content, request) => (bringsResult(request) ? [{ type: 'text', text: '' }] : content)),
  },
  {
    name: 'tool: the result is answered by thinking alone',
    answer: replying((content, request) =>
      bringsResult(request) ? [{ type: 'thinking', thinking: 'done', signature: 'c2ln' }] : content,
    ),
  },
  {
    name: 'tool: the result is refused with 400',
    answer: refusingResult(400, 'messages.2: tool_result is not supported'),
  },
  { name: 'tool: the result is refused with 500', answer: refusingResult(500, 'list object has no element 0') },
  { name: 'tool: content is []', answer: replying(() => []) },
  {
    name: 'tool: content is null',
    answer: spoiling(request => {
      const message = { ...messageOf([]), content: null }
      return request.json.stream
        ? streamOf([sse({ type: 'message_start', message }), ...eventsOf(messageOf([])).slice(1).map(sse)])
        : json(200, message)
    }),
  },
]
