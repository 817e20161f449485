import { expect, test } from 'vitest'
import { likelyAddresses } from '../src/backends/likely-addresses.ts'
import { judgeRelease } from '../src/backends/releases.ts'
import { findWrittenCall } from '../src/claude-code/text-tool-calls.ts'
import { isListed } from '../src/env/no-proxy.ts'
import { isSecretLine, redact, redactUrl } from '../src/env/redact.ts'
import { readBackendsFile } from '../src/profiles/backends-file.ts'
import { chatBaseUrl, readBaseUrl } from '../src/profiles/base-url.ts'
import { parseCustomHeaders } from '../src/profiles/custom-headers.ts'
import { editProfile } from '../src/profiles/edit.ts'
import { expandReferences } from '../src/profiles/expand.ts'
import { resolveProfile } from '../src/profiles/resolve.ts'
import { splitArgs } from '../src/profiles/split-args.ts'
import { promptTooLong, readOverLong } from '../src/protocol/context-overflow.ts'
import { readError } from '../src/protocol/errors.ts'
import { correctionFrom, noCorrections } from '../src/protocol/openai/corrections.ts'
import { allowedTokens } from '../src/router/repair/edit-request.ts'
import { firstObject } from '../src/router/repair/tool-input.ts'
import { readSettings } from '../src/settings/read.ts'
import { loadsInit, withoutBlock } from '../src/shells/rc-block.ts'
import { escapeControls } from '../src/terminal/escape.ts'
import { wrap } from '../src/terminal/wrap.ts'

/** Characters of each text. */
const length = 400_000
/** ms that one reader may take for one of them, on a busy machine. */
const limitMs = 1000

const repeats = [
  'a',
  '/',
  ' ',
  '\n',
  '_',
  '_ENV_',
  '-',
  '.',
  '@',
  '://',
  'a://b@',
  '"',
  "'",
  '\\',
  '\\"',
  '$',
  '${',
  '#',
  ' #',
  '=',
  ':',
  '[',
  '{',
  '{"a":',
  '(',
  '<',
  '`',
  '1',
  '1,',
  '/v1',
  '\r',
  '\t',
  'A=',
  "A='",
  'a b',
  '\u001b[',
  'x-api-key',
  'cs_',
  'description',
  'tool_call',
  'claude-switch ',
]
const heads = ['', 'http://h/', 'A_BASE_URL=', '{"a":"']
const tails = ['', '!@']

const readers: Record<string, (text: string) => unknown> = {
  readBackendsFile,
  key: text => readBackendsFile(`A_KIND=vllm\n${text.replace(/[\r\n]/g, '')}=x`),
  resolve: text => {
    const read = readBackendsFile(
      `A_KIND=vllm\nA_BASE_URL='http://h'\nA_AUTH_TOKEN='${text.replace(/'/g, '')}'\nA_MODEL='${text.replace(/'/g, '')}'\n`,
    )
    const written = read.profiles.get('a')
    return written && resolveProfile(written, read, {}, new Set())
  },
  url: text => {
    const read = readBaseUrl(text)
    return 'parsed' in read && [chatBaseUrl(read.parsed), likelyAddresses(read.parsed, new Set())]
  },
  parseCustomHeaders,
  splitArgs,
  expand: text => expandReferences(text, {}),
  edit: text => editProfile(text, 'a', new Map([['MODEL', 'm']])),
  redact: text => [redact('X', text), redactUrl(text), isSecretLine(text)],
  isListed: text => isListed(new URL('http://h'), text),
  loadsInit,
  withoutBlock: text => {
    try {
      return withoutBlock(text)
    } catch (error) {
      return error
    }
  },
  readSettings: text => readSettings(text, { path: '/s', scope: 'user' } as never),
  escapeControls,
  wrap,
  readError: text => readError(400, text),
  overLong: text => [readOverLong(text), promptTooLong(text, text)],
  correction: text => correctionFrom(text, new Set(['tools', 'thinking']), noCorrections),
  allowedTokens,
  firstObject,
  findWrittenCall: text => findWrittenCall(text, ['Bash']),
  judgeRelease: text => judgeRelease('vllm', text),
}

test.each(Object.entries(readers))(
  '%s takes no more than a second for 400,000 characters',
  (_, read) => {
    const slow: string[] = []
    for (const head of heads)
      for (const one of repeats)
        for (const tail of tails) {
          const text = head + one.repeat(length / one.length) + tail
          const began = performance.now()
          read(text)
          const ms = performance.now() - began
          if (ms > limitMs) slow.push(`${JSON.stringify([head, one, tail])} took ${Math.round(ms)} ms`)
        }
    expect(slow).toEqual([])
  },
  120_000,
)
