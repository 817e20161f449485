import { fixCommandsOf } from '../backends/fix-commands.ts'
import { quantisedCache } from '../backends/kv-cache.ts'
import { ownModel } from '../claude-code/models.ts'
import { largestTurn } from '../env/session-model.ts'
import {
  adviseOutput,
  blockingPoint,
  compactionPoint,
  defaultOutputTokens,
  firstRequestTokens,
  firstTokensOf,
  roomFor,
} from '../env/window.ts'
import { keyOf, type Subject } from '../profiles/fields.ts'
import { advisedWindow } from './diagnose.ts'
import type { Finding, Remedy } from './finding.ts'
import { found, type Target } from './probe.ts'

/** Tokens that Claude Code takes for the window of a model that it does not know [measured]. */
const assumedTokens = 1_000_000

/** Tokens of conversation without which a session compacts without end [measured: 3672 works, less does not]. */
const leastRoom = 3000

const breaks = 'context window'

/** What is to be said of a window, once it is known or not: whether a session fits, and what the profile should say. */
export function judgeContext(target: Target): Finding[] {
  const { facts, profile } = target
  const { claimed, effective } = facts.window ?? {}
  const tokens = facts.measuredTokens ?? effective ?? claimed
  if (tokens === undefined) return [unknownWindow(target)]
  const first = firstTokens(target)
  if (tokens < first) return [tooSmall(target, tokens)]
  const told = knowsWindow(target) ? undefined : profile.contextTokens
  const output = outputFor(target, tokens)
  if (roomFor(tokens, output, first) < leastRoom) return [narrow(target, tokens, output, told)]
  const set = settingsFor(target, tokens, output)
  if (told !== undefined && first >= blockingPoint(told, ownOutput(target))) {
    const limits = `${told} tokens, and ${ownOutput(target) ?? defaultOutputTokens} for an answer`
    const says = `${tokens} tokens, but what the profile says (${limits}) leaves a session no room`
    const remedy = { says: "tell Claude Code the server's limits", set: { ...set, CONTEXT_TOKENS: String(tokens) } }
    return [found('window', 'fail', { code: 'window-told-too-small', tokens, told }, says, { breaks, remedy })]
  }
  const proven = facts.measuredTokens !== undefined || effective !== undefined ? '' : ', as it claims'
  // The client compacts by what it was told, where that is less.
  const used = Math.min(tokens, told ?? tokens)
  const room = roomFor(used, output, first)
  const says = `${tokens} tokens${proven}; ${room} for the conversation, compacted at ${compactionPoint(used, output)}`
  const isOff = Object.keys(set).length > 0
  const isLittle = tokens < advisedWindow
  if (!isOff && !isLittle) return [found('window', 'ok', { code: 'window-fits', tokens }, says)]
  const most = largestTurn({ contextTokens: used, maxOutputTokens: output, firstTokens: first })
  const cramped = most < comfortable ? { cramped: `sessions go on whose turns bring up to ${most} tokens each` } : {}
  const ways = [
    ...(isOff ? ["tell Claude Code the server's limits"] : []),
    ...(isLittle ? [`start the server with ${advisedWindow} tokens or more`] : []),
  ]
  const remedy: Remedy = {
    says: ways.join(', or better '),
    ...(isOff ? { set } : {}),
    ...(isLittle ? { commands: largerWindow(target) } : {}),
  }
  const holds = 'cramped' in cramped ? `; ${cramped.cramped}` : ''
  const rest = isOff ? `; ${saysOf(target)}` : '; that is little'
  const code = isOff ? 'window-differs' : 'window-little'
  return [found('window', 'warn', { code, tokens }, `${says}${holds}${rest}`, { remedy, ...cramped })]
}

/** Tokens a turn with which ordinary work goes on: the result of a command, a file of some hundred lines. */
const comfortable = 5000

/**
 * The first request fits, and next to nothing behind it: a single task, of which the client learns by the server's refusal
 * where the window ends. Told of the window, it would compact without end.
 */
function narrow(target: Target, tokens: number, output: number | undefined, told: number | undefined): Finding {
  const first = firstTokens(target)
  const left = tokens - first
  const larger = `start the server with a window of ${advisedWindow} tokens or more`
  const defers = target.profile.off.has('betas') && roomFor(tokens, output, firstRequestTokens.deferred) >= leastRoom
  const set = defers ? { BETAS: 'on', ...settingsFor(target, tokens, adviseOutput(tokens)) } : undefined
  const remedy: Remedy = {
    says: defers
      ? `let Claude Code defer its tools again, which halves its first request, or better ${larger}`
      : larger,
    ...(set ? { set } : {}),
    commands: largerWindow(target),
  }
  const says = `${tokens} tokens: Claude Code's first request alone takes about ${first}`
  if (told !== undefined && first >= blockingPoint(told, ownOutput(target))) {
    const all = `${says}, so no session fits with what the profile says (${told} tokens)`
    return found('window', 'fail', { code: 'window-cramped-by-profile', tokens, told }, all, { breaks, remedy })
  }
  const cramped = `a single task of about ${left} tokens fits, and no session`
  return found('window', 'warn', { code: 'window-cramped', tokens }, `${says}; ${cramped}`, { remedy, cramped })
}

function largerWindow({ facts, model = '' }: Target): readonly string[] {
  return [
    ...fixCommandsOf(facts.kind).largerWindow(model, advisedWindow, facts.window?.slots),
    ...quantisedCache(facts.kind),
  ]
}

/** Not even the first request fits. */
function tooSmall(target: Target, tokens: number): Finding {
  const says = `${tokens} tokens: Claude Code's first request alone takes about ${firstTokens(target)}, so no session fits`
  const larger = `start the server with a window of ${advisedWindow} tokens or more`
  const defers = target.profile.off.has('betas') && tokens >= firstRequestTokens.deferred
  const remedy: Remedy = {
    says: defers ? `let Claude Code defer its tools again, which halves that, or better ${larger}` : larger,
    ...(defers ? { set: { BETAS: 'on' } } : {}),
    commands: largerWindow(target),
  }
  return found('window', 'fail', { code: 'window-without-session', tokens }, says, { breaks, remedy })
}

/** Tokens of the first request in this profile. */
function firstTokens(target: Target): number {
  const isSimple = /^(1|true|yes|on)$/i.test(target.environment['CLAUDE_CODE_SIMPLE'] ?? '')
  return firstTokensOf({ sendsAll: sendsAll(target), isSimple })
}

/** Claude Code knows the windows of its own models, and does not ask the profile about them. */
function knowsWindow({ profile, model = '' }: Target): boolean {
  return profile.kind === 'anthropic' || ownModel(model) !== undefined
}

/** Whether the first request is the long one: its tools are not deferred, or it is for a model whose tools say more. */
function sendsAll({ profile, model = '' }: Target): boolean {
  return profile.off.has('betas') || (ownModel(model)?.size.deferred ?? 0) > 80_000
}

function saysOf(target: Target): string {
  const { contextTokens } = target.profile
  if (knowsWindow(target)) return 'Claude Code goes by the name of the model, and takes it for its own'
  if (contextTokens === undefined) return `Claude Code assumes ${assumedTokens}`
  return `the profile says ${contextTokens}, and ${ownOutput(target) ?? defaultOutputTokens} for an answer`
}

/** Tokens of an answer that are asked for as things are; undefined for the client's default. */
function ownOutput({ profile, environment }: Target): number | undefined {
  return profile.maxOutputTokens ?? (Number(environment['CLAUDE_CODE_MAX_OUTPUT_TOKENS']) || undefined)
}

/** The longest answer that the profile should allow: what it says where that leaves room, else what is advised. */
function outputFor(target: Target, tokens: number): number | undefined {
  const own = ownOutput(target)
  const isFine = own !== undefined && roomFor(tokens, own, firstTokens(target)) >= leastRoom
  const wanted = isFine ? own : adviseOutput(tokens)
  const most = target.facts.window?.maxOutput
  return most !== undefined && most < (wanted ?? defaultOutputTokens) ? most : wanted
}

/** The lines of the profile that say something else than the server does. */
function settingsFor(target: Target, tokens: number, output: number | undefined): Partial<Record<Subject, string>> {
  const { profile } = target
  if (profile.kind === 'anthropic') return {}
  const answer = output !== undefined && output !== ownOutput(target) ? { MAX_OUTPUT_TOKENS: String(output) } : {}
  if (knowsWindow(target)) {
    // Anthropic's own models, behind a gateway.
    if (tokens >= ownWindow || profile.extra.has('CLAUDE_CODE_AUTO_COMPACT_WINDOW')) return {}
    return { ...compactionFor(tokens, output), ...answer }
  }
  return { ...((profile.contextTokens ?? assumedTokens) > tokens ? { CONTEXT_TOKENS: String(tokens) } : {}), ...answer }
}

/** Tokens: the least that one of Claude Code's own models has. */
const ownWindow = 200_000
/** Tokens: the least that CLAUDE_CODE_AUTO_COMPACT_WINDOW may say, and of which the other variable takes its percentage. */
const leastCompaction = 100_000
const percentOf = 80_000

/**
 * Where a model has the name of one of Claude Code's own, CONTEXT_TOKENS counts for nothing, and these two do [measured,
 * 2.1.329: the point is that percentage of the 100,000 less 20,000].
 */
function compactionFor(tokens: number, output: number | undefined): Partial<Record<Subject, string>> {
  if (tokens >= leastCompaction) return { ENV_CLAUDE_CODE_AUTO_COMPACT_WINDOW: String(tokens) }
  return {
    ENV_CLAUDE_CODE_AUTO_COMPACT_WINDOW: String(leastCompaction),
    ENV_CLAUDE_AUTOCOMPACT_PCT_OVERRIDE: String(Math.floor((compactionPoint(tokens, output) * 100) / percentOf)),
  }
}

function unknownWindow(target: Target): Finding {
  const { profile, options } = target
  const { contextTokens } = profile
  const way = options.deep ? '' : '; --deep measures it'
  const byName = 'the server does not say; Claude Code goes by the name of the model, and takes it for its own'
  if (knowsWindow(target)) return found('window', 'note', 'window-by-name', `${byName}${way}`)
  if (contextTokens !== undefined) {
    const told = { code: 'window-told', tokens: contextTokens } as const
    return found('window', 'note', told, `the server does not say; the profile says ${contextTokens} tokens${way}`)
  }
  const says = `the server does not say, and Claude Code assumes ${assumedTokens} tokens${way}`
  const remedy = { says: `put what the server really has into ${keyOf(profile.name, 'CONTEXT_TOKENS')}` }
  return found('window', 'warn', { code: 'window-untold', assumed: assumedTokens }, says, { remedy })
}
