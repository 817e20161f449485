// Backends whose calls have inputs as models and their parsers write them.
import { callOfBash, replying, streaming } from './answers.mjs'

const isCall = ({ type }) => type === 'tool_use'
const input = callOfBash.input
const calling = change => replying(content => content.map(block => (isCall(block) ? { ...block, ...change } : block)))
const inputAs = text =>
  streaming(events =>
    events.map(event =>
      event.delta?.type === 'input_json_delta' ? { ...event, delta: { ...event.delta, partial_json: text } } : event,
    ),
  )
/** The call with something behind or in front of it. */
const _around = edit => replying(content => (content.some(isCall) ? edit(content) : content))
const _text = (said, more = {}) => ({ type: 'text', text: said, ...more })

export const inputRows = [
  { name: 'input: Python’s quotes', answer: inputAs("{'command': 'echo oracle', 'description': 'say it'}") },
  { name: 'input: a comma too many', answer: inputAs('{"command": "echo oracle", "description": "say it",}') },
  {
    name: 'input: a line break within a text',
    answer: inputAs('{"command": "echo oracle\n", "description": "say it"}'),
  },
  { name: 'input: a comment', answer: inputAs('{"command": "echo oracle" /* say it */}') },
  { name: 'input: a key twice', answer: inputAs('{"command": "false", "command": "echo oracle"}') },
  { name: 'input: white space around it', answer: inputAs(`\n\n${JSON.stringify(input)}\n`) },
  { name: 'input: in a fence', answer: inputAs(`\`\`\`json\n${JSON.stringify(input)}\n\`\`\``) },
  { name: 'input: a text alone', answer: inputAs('"echo oracle"') },
  { name: 'input: null', answer: inputAs('null') },
  { name: 'input: under "arguments"', answer: calling({ input: { arguments: input } }) },
  { name: 'input: the call itself', answer: calling({ input: { name: 'Bash', arguments: input } }) },
  { name: 'input: the command is a list', answer: calling({ input: { ...input, command: ['echo', 'oracle'] } }) },
  { name: 'input: the command is a list of one', answer: calling({ input: { ...input, command: ['echo oracle'] } }) },
  { name: 'input: the command is an object', answer: calling({ input: { command: { cmd: 'echo oracle' } } }) },
  { name: 'input: the description is null', answer: calling({ input: { ...input, description: null } }) },
  { name: 'input: no description', answer: calling({ input: { command: 'echo oracle' } }) },
  { name: 'input: "false" for false', answer: calling({ input: { ...input, run_in_background: 'false' } }) },
  { name: 'input: "False" for false', answer: calling({ input: { ...input, run_in_background: 'False' } }) },
  { name: 'input: 0 for false', answer: calling({ input: { ...input, run_in_background: 0 } }) },
  { name: 'input: a fraction for a time', answer: calling({ input: { ...input, timeout: 60000.5 } }) },
  { name: 'input: a time beyond the limit', answer: calling({ input: { ...input, timeout: 1e9 } }) },
  { name: 'input: "60000.0" for a time', answer: calling({ input: { ...input, timeout: '60000.0' } }) },
  { name: 'input: "" for a time', answer: calling({ input: { ...input, timeout: '' } }) },
  {
    name: 'input: a command of 100 KB',
    answer: calling({ input: { ...input, command: `echo oracle #${'x'.repeat(100_000)}` } }),
  },
]
