import { expect, test } from 'vitest'
import { reachOf } from '../src/backends/address.ts'
import { identify } from '../src/backends/fingerprint.ts'
import { likelyAddresses } from '../src/backends/likely-addresses.ts'
import { readModelList } from '../src/backends/model-list.ts'
import { judgeRelease } from '../src/backends/releases.ts'
import { lowerCaseMessage, roomIn } from '../src/claude-code/error-recovery.ts'
import { findWrittenCall } from '../src/claude-code/text-tool-calls.ts'
import { redactFindings } from '../src/doctor/redact-findings.ts'
import { isListed } from '../src/env/no-proxy.ts'
import { isSecretLine, redact, redactUrl } from '../src/env/redact.ts'
import { redactRouter } from '../src/env/router-address.ts'
import { readBackendsFile } from '../src/profiles/backends-file.ts'
import { readBaseUrl } from '../src/profiles/base-url.ts'
import { parseCustomHeaders } from '../src/profiles/custom-headers.ts'
import { readAssignments } from '../src/profiles/dotenv.ts'
import { editProfile } from '../src/profiles/edit.ts'
import { expandReferences } from '../src/profiles/expand.ts'
import { isPlaceholder } from '../src/profiles/placeholders.ts'
import { resolveProfile } from '../src/profiles/resolve.ts'
import { splitArgs } from '../src/profiles/split-args.ts'
import { readOverLong } from '../src/protocol/context-overflow.ts'
import { readError } from '../src/protocol/errors.ts'
import { correctionFrom, noCorrections } from '../src/protocol/openai/corrections.ts'
import { allowedTokens } from '../src/router/repair/edit-request.ts'
import { nextRepairs } from '../src/router/repair/next-repairs.ts'
import { firstObject } from '../src/router/repair/tool-input.ts'
import { readSettings } from '../src/settings/read.ts'
import { loadsInit, withBlock } from '../src/shells/rc-block.ts'
import { escapeControls } from '../src/terminal/escape.ts'
import { wrap } from '../src/terminal/wrap.ts'

// What somebody else wrote may be long, and repeat itself: no reader takes a time with the square of its length.

const length = 400_000
const repeated = (piece: string, end = '') => piece.repeat(Math.ceil(length / piece.length)) + end

const texts: Readonly<Record<string, string>> = Object.fromEntries(
  [
    ['/', 'x'],
    ['/v1', 'x'],
    [' ', 'x'],
    [' #', '\n'],
    ['a', '@'],
    ['http://', '@'],
    ['a:', '@'],
    ['\\', ''],
    ['"', ''],
    ["'a", ''],
    ['$A', ''],
    ['${', ''],
    ['.', '!'],
    ['\n', 'x'],
    ['{"a":', ''],
    ['[', ''],
    ['Action: ', ''],
    ['<', ''],
    ['<title', ''],
    ['<tool_call>', ''],
    ['```json {', ''],
    ['0', 'x'],
    ['1,', 'x'],
    ['cs_', ''],
    ['sk-ant-', ''],
    ['é', ''],
    ['# begin claude-switch\n', ''],
    ['max_tokens ', ''],
    ['length (', ''],
    ['a b', '='],
    ['\r', 'x'],
    ['\u202e', ''],
    ['-', 'x'],
    ['_', 'x'],
    ['_ENV_', 'x'],
    ['\t', 'x'],
    ['\u001b[', 'x'],
    ['a', ''],
    ['description', ''],
    ['x-api-key', ''],
    ['A=', ''],
    ["A='", ''],
    ['claude-switch', ''],
    ['claude-switch ', ''],
    ['\r\n', 'x'],
  ].map(([piece = '', end]) => [`${JSON.stringify(piece)} ... ${JSON.stringify(end)}`, repeated(piece, end)]),
)

const request = { body: { messages: [], tools: [] }, headers: {}, path: '/v1/messages' }
const answer = (body: string) => ({ path: '/v1/models', status: 200, headers: {}, body })

/** The text as a value and as a name of a backends file. */
const written = (text: string) => text.replace(/['\r\n]/g, '')
const resolved = (text: string) => {
  const read = readBackendsFile(
    `A_KIND=vllm\nA_BASE_URL='http://h'\nA_AUTH_TOKEN='${written(text)}'\nA_MODEL='${written(text)}'\n${written(text)}=x\n`,
  )
  const profile = read.profiles.get('a')
  return profile && resolveProfile(profile, read, {}, new Set())
}

const readers: Readonly<Record<string, (text: string) => unknown>> = {
  'a base URL': text => readBaseUrl(`http://h/${text}`),
  'the backends file': text => [readAssignments(`A_MODEL=${text}`), readAssignments(text)],
  'a quoted value of it': text => readAssignments(`A_MODEL="${text}"`),
  'a profile, and a name': resolved,
  'a file that is edited': text => editProfile(text.slice(0, 100_000), 'a', new Map([['MODEL', 'm']])),
  'a list of hosts': text => isListed(new URL('http://h'), text),
  'tokens that a refusal allows': allowedTokens,
  'a call in a text': firstObject,
  'a release': text => judgeRelease('vllm', text),
  'headers of a profile': parseCustomHeaders,
  'references to variables': text => expandReferences(text, {}),
  'a placeholder': isPlaceholder,
  arguments: splitArgs,
  'a text with URLs, to be shown': text => [redactUrl(text), redact('X', text), isSecretLine(text)],
  'a text with the secret of a router': text => redactRouter(text, '*'),
  'a host': reachOf,
  'an error': text => readError(400, text),
  'an error in JSON': text => readError(400, JSON.stringify({ error: { message: text } })),
  'an error of a length': text => [readOverLong(text), lowerCaseMessage(text), roomIn(text)],
  'what a refusal teaches': text =>
    correctionFrom(readError(400, text).message, new Set(['metadata', 'thinking']), noCorrections),
  'what a refusal is repaired by': text => nextRepairs(request, new Map(), 400, text),
  'which server it is': text => identify([answer(text)], 'h.test'),
  'a list of models': text => [readModelList('vllm', [answer(text)]), readModelList('ollama', [answer(text)])],
  'other addresses': text => likelyAddresses(new URL(`http://h/${encodeURI(text.slice(0, 200_000))}`), new Set()),
  'calls that are written as text': text => findWrittenCall(text, ['Bash', 'Read']),
  'a settings file': text => readSettings(text, { path: '/s', scope: 'user' } as never),
  'a value of a settings file': text =>
    readSettings(JSON.stringify({ env: { A: text } }), { path: '/s', scope: 'user' } as never),
  'a start-up file': text => [loadsInit(text), withBlock(text, 'line')],
  'findings with a secret': text =>
    redactFindings(
      [{ probe: 'p', level: 'ok', code: 'c', args: {}, says: text } as never],
      ['secret', text.slice(0, 50)],
    ),
  'a text for a terminal': escapeControls,
  'a text to be folded': text => wrap(text),
}

const cases = Object.keys(readers).flatMap(reader => Object.keys(texts).map(text => [reader, text] as const))

test.each(cases)('%s: %s', (reader, text) => {
  const begin = performance.now()
  try {
    readers[reader]?.(texts[text] ?? '')
  } catch (error) {
    // What is refused is refused quickly.
    expect(error).toBeInstanceOf(Error)
  }
  expect(performance.now() - begin).toBeLessThan(1500)
})
