import type { Backend, ProviderKind } from './backend.ts'

/** A cloud on which Claude Code asks for Claude by that cloud's own protocol and login: what a profile's fields are called there. */
export interface Provider {
  /** What makes the client go there, whatever the base URL says. */
  readonly selector: string
  /** Where it goes in place of the cloud's own address, and what that cloud's own hosts are called: nobody else can have one. */
  readonly baseUrl: string
  readonly hosts: RegExp
  /** The variables that the fields of a profile become. */
  readonly fields: Readonly<Partial<Record<ProviderField, string>>>
  /** The variable of a key, for those who have one instead of a login. */
  readonly key?: string
}

/** The fields that only these kinds have. */
export const providerFields = ['REGION', 'PROJECT', 'RESOURCE', 'AWS_PROFILE'] as const
export type ProviderField = (typeof providerFields)[number]

function provider<const K extends ProviderKind>(kind: K, title: string, provider: Provider) {
  return {
    kind,
    title,
    protocol: 'messages',
    // The cloud's own login, which is none of ours: no token and no key of Anthropic's goes there.
    auth: { header: 'bearer', needed: 'always' },
    runsModels: false,
    needsModel: false,
    exampleModel: 'claude-sonnet-4-5',
    provider,
    // A base URL never leads there.
    recognise: () => false,
  } as const satisfies Backend
}

/** The clouds that the client speaks to itself, by the names in its documents. */
export const providers = {
  bedrock: provider('bedrock', 'Amazon Bedrock', {
    selector: 'CLAUDE_CODE_USE_BEDROCK',
    baseUrl: 'ANTHROPIC_BEDROCK_BASE_URL',
    hosts: /(^|\.)bedrock(-runtime)?(-fips)?\.[a-z]{2}(-[a-z]+)+-\d(\.vpce)?\.amazonaws\.com(\.cn)?$/,
    fields: { REGION: 'AWS_REGION', AWS_PROFILE: 'AWS_PROFILE' },
    key: 'AWS_BEARER_TOKEN_BEDROCK',
  }),
  vertex: provider('vertex', 'Google Vertex AI', {
    selector: 'CLAUDE_CODE_USE_VERTEX',
    baseUrl: 'ANTHROPIC_VERTEX_BASE_URL',
    hosts: /(^|-)aiplatform(\.[a-z0-9-]+\.rep)?\.googleapis\.com$/,
    fields: { REGION: 'CLOUD_ML_REGION', PROJECT: 'ANTHROPIC_VERTEX_PROJECT_ID' },
  }),
  foundry: provider('foundry', 'Microsoft Foundry', {
    selector: 'CLAUDE_CODE_USE_FOUNDRY',
    baseUrl: 'ANTHROPIC_FOUNDRY_BASE_URL',
    hosts: /\.(services\.ai|openai|cognitiveservices)\.azure\.com$/,
    fields: { RESOURCE: 'ANTHROPIC_FOUNDRY_RESOURCE' },
    key: 'ANTHROPIC_FOUNDRY_API_KEY',
  }),
}
