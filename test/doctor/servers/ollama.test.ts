import { test } from 'vitest'
import { casesOf, expectCase, type Row, systemFirst } from '../../support/examined.ts'
import { type OllamaOptions, ollama } from '../../support/fakes/ollama.ts'

const roomy = { context: { claimed: 262_144, loaded: 131_072 } }
const profile = { KIND: 'ollama', MODEL: 'qwen3.5', CONTEXT_TOKENS: '131072' }

const update = [
  'curl -fsSL https://ollama.com/install.sh | sh',
  '# on macOS and Windows the app updates itself: restart it from its menu',
]
const takesTools = [
  'ollama show qwen3.5',
  '# it has to name "tools" under Capabilities; a model that does: ollama pull qwen3-coder',
]
const makeCalls =
  'tools: make the server turn what the model writes into tool calls, or take a model that is trained for them'

const rows: readonly Row<OllamaOptions>[] = [
  {
    what: 'healthy',
    verdict: 'works',
    server: 'Ollama 0.33.0',
    window: { claimed: 262_144, effective: 131_072 },
    says: {
      server: ['ok: Ollama 0.33.0'],
      authorised: ['ok: no key is needed'],
      endpoint: ['ok: speaks the Messages API'],
      model: ['ok: qwen3.5 is there (sees images), the only one'],
      window: ['ok: 131072 tokens; 86072 for the conversation, compacted at 98072'],
      stream: ['note: answers as a stream, with little things that Claude Code overlooks'],
      session: ['ok: everything that Claude Code sends is accepted'],
      tools: ['ok: calls Bash, natively and streamed'],
      'tool-result': ["ok: takes a tool's result and goes on"],
      forced: ['note: tool_choice "any" is not obeyed; Claude Code itself leaves the choice to the model'],
      count: ['note: does not count tokens; Claude Code estimates them instead'],
      images: ['ok: sees images'],
      account: [],
    },
  },
  {
    what: '0.13.5, without /v1/messages',
    options: { version: '0.13.5' },
    verdict: 'breaks: no Messages API',
    server: 'Ollama 0.13.5',
    troubles: ['endpoint fail: Ollama 0.13.5 has no /v1/messages; 0.14.0 is the first that does'],
    prescribed: ['endpoint: update to 0.14.0 or newer', ...update],
    says: { stream: ['skipped: not examined, since /v1/messages failed'] },
  },
  {
    what: 'a model without tools',
    options: { tools: 'refused' },
    verdict: 'breaks: tool calls',
    troubles: ['session fail: refuses tools (400)'],
    prescribed: ['session: make the server take tools', ...takesTools],
  },
  {
    what: 'calls written as text',
    options: { tools: 'text' },
    verdict: 'breaks: tool calls',
    troubles: [
      'tools fail: writes its calls as text, which Claude Code only shows (<tool_call>, as Qwen and Hermes write it)',
    ],
    prescribed: [makeCalls, ...takesTools],
    says: { 'tool-result': ['skipped: not examined, since tool calls failed'] },
  },
  {
    what: 'a model that only talks',
    options: { tools: 'none' },
    verdict: 'breaks: tool calls',
    troubles: ['tools fail: answers in words and calls no tool'],
    prescribed: [makeCalls, ...takesTools],
  },
  {
    what: 'calls that it cannot parse',
    options: { tools: 'broken' },
    verdict: 'breaks: tool calls',
    troubles: ['tools fail: the answer cannot be read'],
    prescribed: [makeCalls, ...takesTools],
  },
  {
    what: 'a template that wants its system message first',
    options: { systemRole: 'rejected' },
    verdict: 'breaks: system messages in the middle; works with the settings below',
    troubles: ['session fail: refuses system messages in the middle (500)'],
    prescribed: systemFirst,
  },
  {
    what: 'a model that it does not have',
    options: { models: ['llama3:8b', 'qwen3:8b'] },
    fields: { MODEL: 'devstral' },
    verdict: 'breaks: no model devstral',
    troubles: ['stream fail: there is no model devstral (404)'],
    prescribed: [
      'stream: put one of its models (llama3:8b, qwen3:8b) into LOCAL_MODEL, or get this one',
      'ollama pull devstral',
    ],
    says: { model: ["note: devstral is not in the server's list"] },
  },
  {
    what: 'a name that is nearly right',
    fields: { MODEL: 'qwen3-5' },
    verdict: 'breaks: no model qwen3-5; works with the settings below',
    troubles: ['stream fail: there is no model qwen3-5 (404)'],
    prescribed: ['stream: with qwen3.5:latest, which the server has, it answers', 'LOCAL_MODEL=qwen3.5:latest'],
    says: { tools: ['ok: calls Bash, natively and streamed'] },
  },
  {
    what: 'another tier that it does not have',
    fields: { HAIKU_MODEL: 'devstral' },
    verdict: 'works with these settings',
    troubles: ["model warn: devstral is not in the server's list"],
    prescribed: ['model: write the name as the server has it', 'LOCAL_HAIKU_MODEL=qwen3.5:latest'],
  },
  {
    what: 'a queue that is full',
    options: { busyMs: 60_000 },
    verdict: 'breaks: the server',
    troubles: ['stream fail: the server of local is not able to answer (503)'],
  },
  { what: 'a queue that is full for a moment', options: { busyMs: 200 }, verdict: 'works' },
  {
    what: 'a model that thinks',
    options: { thinking: true },
    verdict: 'works',
    says: {
      model: ['ok: qwen3.5 is there (thinks, sees images), the only one'],
      thinking: ['ok: thinks, in blocks of its own'],
    },
  },
  {
    what: 'a model that sees nothing',
    options: { images: false },
    verdict: 'works',
    says: { images: ['note: the model does not see images: screenshots and pictures cannot be read'] },
  },
  {
    what: 'streams that break off',
    options: { breaksOff: true },
    verdict: 'works',
    troubles: [
      'stream warn: the stream fails, and Claude Code asks for every answer twice: streamed, then in one piece',
    ],
  },
  {
    what: 'a profile that takes it for a gateway',
    fields: { KIND: 'gateway' },
    verdict: 'works with these settings',
    troubles: ['server warn: Ollama 0.33.0, and the profile takes it for a gateway'],
    prescribed: ['server: name the kind, which decides defaults and flags', 'LOCAL_KIND=ollama'],
  },
  { what: 'slow', options: { slowMs: 20 }, verdict: 'works' },
]

test.each(casesOf(ollama, roomy, profile, rows))('Ollama: $what', async one => {
  await expectCase(one)
})
