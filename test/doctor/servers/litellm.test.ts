import { test } from 'vitest'
import { casesOf, expectCase, type Row, systemFirst } from '../../support/examined.ts'
import { type LiteLlmOptions, litellm } from '../../support/fakes/litellm.ts'

const key = 'sk-the-right-key'
const usual: LiteLlmOptions = { key }
const profile = {
  KIND: 'litellm',
  MODEL: 'gpt-4o',
  AUTH_TOKEN: key,
  CONTEXT_TOKENS: '128000',
  MAX_OUTPUT_TOKENS: '16384',
}
const install = "pip install 'litellm[proxy]==1.106.12'"
const behind = '# and look at the server behind it: LiteLLM only hands the tools on'
const forged = (version: string): Row<LiteLlmOptions> => ({
  what: `${version}, which was forged: nothing more is asked of it`,
  options: { version },
  verdict: 'breaks: a forged release',
  server: `LiteLLM ${version}`,
  troubles: [
    `server fail: LiteLLM ${version} on PyPI was forged: it steals every credential it finds (official Docker images were not affected); known from LiteLLM's own post of March 2026, 2026-03-24`,
  ],
  prescribed: [
    'server: stop it now; change every credential of that machine (environment, SSH, cloud, Kubernetes, databases); then install 1.106.12, and no other by chance',
    install,
  ],
  says: { authorised: ['skipped: not examined, since server failed'] },
})
/** Releases that ask for no key. */
const lets = (version: string) =>
  `server warn: LiteLLM ${version} lets in callers without a key (two flaws, fixed in 1.84.0); known from LiteLLM's pull request 40574`
/** Releases that lose what a call is about. */
const losing = (version: string): Row<LiteLlmOptions> => ({
  what: `${version}, which loses the input of calls`,
  options: { version },
  verdict: 'breaks: tool calls',
  troubles: [
    lets(version),
    `server warn: LiteLLM ${version} hands on tool calls with empty input, for models that are not Anthropic's (1.82.0 to 1.83.4); known from LiteLLM's issues`,
    'tools fail: its calls do not run: the input of "Bash" is lost: it is {}',
  ],
  prescribed: [
    'server: install 1.106.12',
    install,
    'server: install 1.106.12',
    install,
    'tools: make the server turn what the model writes into tool calls, or take a model that is trained for them',
    install,
    behind,
  ],
})

const rows: readonly Row<LiteLlmOptions>[] = [
  {
    what: 'healthy',
    verdict: 'works',
    server: 'LiteLLM 1.88.2',
    window: { claimed: 128_000, maxOutput: 16_384 },
    says: {
      window: ['ok: 128000 tokens, as it claims; 86616 for the conversation, compacted at 98616'],
      model: ['ok: gpt-4o is there (sees images), the only one'],
      count: ['ok: counts tokens before they are sent'],
      stream: ['note: answers as a stream, with little things that Claude Code overlooks'],
    },
  },
  {
    what: 'a profile that does not know its limits',
    fields: { CONTEXT_TOKENS: '1000000', MAX_OUTPUT_TOKENS: '32000' },
    verdict: 'works with these settings',
    troubles: [
      'window warn: 128000 tokens, as it claims; 86616 for the conversation, compacted at 98616; the profile says 1000000, and 32000 for an answer',
    ],
    prescribed: [
      "window: tell Claude Code the server's limits",
      'LOCAL_CONTEXT_TOKENS=128000',
      'LOCAL_MAX_OUTPUT_TOKENS=16384',
    ],
  },
  {
    what: 'a model that gives 16384 tokens at most, which nothing says before',
    options: { maxOutput: 16_384, context: { claimed: null } },
    fields: { MAX_OUTPUT_TOKENS: '32000' },
    verdict: 'breaks: max_tokens; works with the settings below',
    troubles: ['session fail: refuses max_tokens (400)'],
    prescribed: [
      'session: with LOCAL_MAX_OUTPUT_TOKENS set, the same request is answered',
      'LOCAL_MAX_OUTPUT_TOKENS=16384',
    ],
    says: { tools: ['ok: calls Bash, natively and streamed'] },
  },
  forged('1.82.7'),
  forged('1.82.8'),
  losing('1.82.0'),
  losing('1.82.6'),
  losing('1.83.4'),
  {
    what: '1.83.5, which asks for no key',
    options: { version: '1.83.5' },
    verdict: 'works',
    troubles: [lets('1.83.5')],
    prescribed: ['server: install 1.106.12', install],
  },
  { what: '1.84.0, which does neither', options: { version: '1.84.0' }, verdict: 'works', server: 'LiteLLM 1.84.0' },
  {
    what: '1.90.2, which begins an answer twice',
    options: { version: '1.90.2', thinking: true },
    verdict: 'works',
    troubles: [
      "server warn: LiteLLM 1.90.2 is one of those around 1.90 that begin an answer twice and put thinking into its text; known from LiteLLM's issues",
      'stream warn: the stream fails, and Claude Code asks for every answer twice: streamed, then in one piece',
    ],
    prescribed: ['server: install 1.106.12', install],
  },
  {
    what: 'a wrong key',
    fields: { AUTH_TOKEN: 'sk-a-wrong-key' },
    verdict: 'breaks: the credential',
    troubles: ['authorised fail: it refuses LOCAL_AUTH_TOKEN, in either header (401)'],
    prescribed: ['authorised: put the right key into LOCAL_AUTH_TOKEN'],
  },
  {
    what: 'a wrong key, in the new envelope',
    options: { envelope: 'new' },
    fields: { AUTH_TOKEN: 'sk-a-wrong-key' },
    verdict: 'breaks: the credential',
    troubles: ['authorised fail: it refuses LOCAL_AUTH_TOKEN, in either header (401)'],
    prescribed: ['authorised: put the right key into LOCAL_AUTH_TOKEN'],
  },
  {
    what: 'a model that it does not have',
    fields: { MODEL: 'devstral' },
    verdict: 'breaks: no model devstral; works with the settings below',
    troubles: ['stream fail: there is no model devstral (400)'],
    prescribed: ['stream: with gpt-4o, which the server has, it answers', 'LOCAL_MODEL=gpt-4o'],
  },
  {
    what: 'an upstream that takes neither thinking nor effort',
    options: { rejects: ['thinking', 'output_config', 'context_management'] },
    verdict: 'breaks: thinking and output_config; works with the settings below',
    troubles: ['session fail: refuses thinking and output_config (400)'],
    prescribed: [
      'session: with LOCAL_THINKING and LOCAL_EFFORT set, the same request is answered',
      'LOCAL_THINKING=off',
      'LOCAL_EFFORT=off',
    ],
  },
  {
    what: 'an upstream that does not know context management, which Claude Code leaves out',
    options: { rejects: ['context_management'] },
    verdict: 'works',
    says: { session: ['note: refuses context_management, which Claude Code then leaves out by itself'] },
  },
  {
    what: 'an upstream without tools',
    options: { tools: 'refused' },
    verdict: 'breaks: tool calls',
    troubles: ['session fail: refuses tools (400)'],
    prescribed: ['session: make the server take tools', install, behind],
  },
  {
    what: 'an upstream that wants its system message first',
    options: { systemRole: 'rejected' },
    verdict: 'breaks: system messages in the middle; works with the settings below',
    troubles: ['session fail: refuses system messages in the middle (400)'],
    prescribed: systemFirst,
  },
  {
    what: 'a model that it cannot count for',
    options: { countTokens: false },
    verdict: 'works',
    says: { count: ['note: does not count tokens; Claude Code estimates them instead'] },
  },
]

test.each(casesOf(litellm, usual, profile, rows))('LiteLLM: $what', async one => {
  await expectCase(one)
})
