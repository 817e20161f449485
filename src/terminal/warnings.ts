import { listed } from '../doctor/machine/sentence.ts'
import type { Divergence } from '../env/divergence.ts'
import type { NetworkEffect } from '../env/network.ts'
import type { TierTrouble } from '../env/tiers.ts'
import type { Warning } from '../env/warning.ts'
import { type Sentences, type ShownPath, sentenceOf } from './sentences.ts'

/** Each warning as one sentence, with the way out. */
export const warningSentences: Sentences<Warning> = {
  'overridden-by-file': ({ path, variables, removal }, shown) => {
    const way =
      removal === undefined
        ? 'take it out of the "env" block there.'
        : `claude-switch wrote that, and takes it out with: ${removal}`
    return `${shown(path)} sets ${listed(variables, 3)}, which Claude Code takes instead of what this shell says; ${way}`
  },
  'auto-mode-stops': ({ path, profile }, shown) => {
    const who = path === undefined ? "Claude Code's default" : `set in ${shown(path)}`
    const launcher = path === undefined && profile !== undefined ? `cc-${profile}, or ` : ''
    return `auto mode, ${who}, stops at commands here; start it with ${launcher}claude --permission-mode default.`
  },
  'no-credential': ({ place, key }) => {
    const way = key === undefined ? 'set ANTHROPIC_AUTH_TOKEN' : `run: claude auth login, or set ${key}`
    return `there is no credential for ${place}, so Claude Code would ask to log in; ${way}.`
  },
  'host-managed': ({ variable }) =>
    `${variable} is set, so no settings file, apiKeyHelper or login decides where requests go and as whom; unset it, or switch with claude-switch, which does.`,
  'hosted-session': ({ variable, url }) =>
    `${variable} is set, so Claude Code sends your Anthropic login to ${url}, whatever token or key is set; unset it, or switch with claude-switch, which does.`,
  'key-rejected': ({ hasLogin, url }) => {
    const instead =
      url === undefined
        ? 'leave it aside and use your login'
        : `send ${hasLogin ? 'your Anthropic login' : 'no key'} to ${url} in its place`
    return `you once answered No to this ANTHROPIC_API_KEY, so interactive sessions ${instead}; take its end out of customApiKeyResponses.rejected in ~/.claude.json.`
  },
  'stray-variable': ({ variable, url, path, profile }, shown) => {
    const switching = profile === undefined ? 'unset it.' : `run: claude-switch ${profile}`
    return `${variable} is set, and sent to ${url} too; ${path === undefined ? switching : `take it out of ${shown(path)}.`}`
  },
  'stray-helper': ({ path, url }, shown) =>
    `what apiKeyHelper in ${shown(path)} prints is sent to ${url} too; take it out of that file.`,
  'stray-console-key': ({ path, url, profile }, shown) => {
    const other =
      profile === undefined ? '' : `, or give ${profile} an API_KEY instead of an AUTH_TOKEN, which takes its place`
    return `the Console key that /login stored in ${shown(path)} is sent to ${url} too; log out with: claude auth logout${other}.`
  },
  'stray-login': ({ url }) =>
    `there is no token for ${url}, so Claude Code sends your Anthropic login there; set ANTHROPIC_AUTH_TOKEN, or switch with claude-switch.`,
  'stray-tool-token': ({ variable, url }) => `${variable} gives ${url} a token of your Anthropic login; unset it.`,
  'stray-tool-profile': ({ name, path, url }, shown) =>
    `the profile ${name} of Anthropic's tools in ${shown(path)} sends its token to ${url}; set ANTHROPIC_AUTH_TOKEN, or switch with claude-switch.`,
  'cloud-login-skipped': ({ variable, names, place }) =>
    `${variable} is set, so ${listed(names, 3)} may be sent to ${place}; take out what is not for it.`,
  'network-of-project': ({ path, variable, effect }, shown) =>
    `${shown(path)}, a file of this project, sets ${variable}: ${describeEffect(effect)}; take it out unless you trust who wrote it.`,
  'network-open': ({ variable, effect }) =>
    `${variable} is set, so ${describeEffect(effect)}; unset it unless you mean it.`,
  'model-not-of-anthropic': aboutTiers,
  'model-unnamed': aboutTiers,
  'model-is-alias': aboutTiers,
  'model-maybe-overridden': aboutTiers,
  'agents-name-models': ({ server, agents }) => {
    const names = agents.map(({ name, model }) => `${name} (${model})`)
    return `agents' files name models of their own, which ${server} may not have: ${listed(names, 3)}; CLAUDE_CODE_SUBAGENT_MODEL_FORCE=1 makes CLAUDE_CODE_SUBAGENT_MODEL count for them.`
  },
  'window-assumed-million': ({ model }) =>
    `${model}[1m] makes Claude Code count on 1,000,000 tokens, whatever is set; take [1m] out of its name unless the server has them.`,
  'window-unknown': ({ model, key }) =>
    `Claude Code assumes a window of 1,000,000 tokens for ${model}; set ${key} to what the server really has.`,
  'window-too-small': ({ contextTokens, outputTokens, compactedAt, advised }) => {
    const way = advised ? `set ${advised.key}=${advised.tokens}` : 'start the server with a larger window'
    return `a window of ${contextTokens} tokens with answers of ${outputTokens} is compacted at ${compactedAt}, too early for a session; ${way}.`
  },
}

/** A warning as one sentence. */
export function describeWarning(warning: Warning, shown: ShownPath): string {
  return sentenceOf(warningSentences, warning, shown)
}

function aboutTiers(told: Extract<Warning, TierTrouble>, shown: ShownPath): string {
  const names = told.tiers.map(({ tier, model }) => (model === undefined ? tier : `${tier} (${model})`))
  return `${listed(names, 3)}: ${sentenceOf(troubleSentences, told, shown)}.`
}

const troubleSentences: Sentences<TierTrouble> = {
  'model-maybe-overridden': ({ path }, shown) => `modelOverrides in ${shown(path)} may put another model in its place`,
  'model-not-of-anthropic': () => 'Anthropic has no model of that name',
  'model-unnamed': ({ server, isCertain }) => `no variable names it, so ${ownModel(server, isCertain)}`,
  'model-is-alias': ({ alias, server, isCertain }) => `${alias} is an alias, so ${ownModel(server, isCertain)}`,
}

function ownModel(server: string, isCertain: boolean): string {
  return `Claude Code asks for its own claude- model, which ${server} ${isCertain ? 'does' : 'may'} not have`
}

/** Why a backend would not have a tier's model. */
export function describeTrouble(trouble: TierTrouble): string {
  return sentenceOf(troubleSentences, trouble, path => path)
}

/** What each setting of the network does. */
export const effectSentences: Sentences<NetworkEffect> = {
  proxied: ({ host, isClear }) =>
    `requests go through ${host}${isClear ? ', which can read all of it, the credential too' : ''}`,
  'certificates-unchecked': () => 'nobody’s certificate is checked',
  'authorities-added': () => 'more authorities are trusted',
  'authorities-chosen': () => 'it is said which authorities are trusted',
  'certificate-shown': () => 'a certificate of your own is shown',
}

/** What a setting of the network does, in a few words. */
export function describeEffect(effect: NetworkEffect): string {
  return sentenceOf(effectSentences, effect, path => path)
}

/** That settings files overrule a profile, and the way out where there is one. */
export function describeDivergence(
  { profile, path, place, payer, isSettingsFile, removal }: Divergence,
  shown: ShownPath,
): { readonly says: string; readonly way?: string } {
  const says = `${profile} was asked for, but ${shown(path)} makes Claude Code go to ${place} (${payer})`
  if (!isSettingsFile) return { says }
  return {
    says,
    way:
      removal === undefined
        ? `take it out of ${shown(path)}, or switch to what it says`
        : `claude-switch wrote that, and takes it out with: ${removal}`,
  }
}
