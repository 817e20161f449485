import { curesOf } from '../backends/cures.ts'
import { adviseOutput, compactionPoint, defaultOutputTokens, roomFor } from '../env/window.ts'
import type { Field } from '../profiles/fields.ts'
import { keyOf } from '../profiles/fields.ts'
import { advisedWindow } from './explanation.ts'
import type { Finding, Remedy } from './finding.ts'
import { found, type Patient } from './probe.ts'

/** Tokens that Claude Code takes for the window of a model that it does not know [measured]. */
const assumedTokens = 1_000_000

/** Tokens of conversation without which a session compacts without end [measured: 3672 works, less does not]. */
const leastRoom = 3000

/** What is to be said of a window, once it is known or not: whether a session fits, and what the profile should say. */
export function judgeWindow(patient: Patient): Finding[] {
  const { chart, profile, model = '' } = patient
  const { claimed, effective } = chart.window ?? {}
  const tokens = chart.measuredTokens ?? effective ?? claimed
  if (tokens === undefined) return [unknownWindow(patient)]
  const output = outputFor(patient, tokens)
  const room = roomFor(tokens, output ?? defaultOutputTokens, profile.off.has('betas'))
  const commands = curesOf(chart.kind).largerWindow(model, advisedWindow, chart.window?.slots)
  if (room < leastRoom) {
    const says = `${tokens} tokens: Claude Code's first request alone takes about 12000, so no session fits`
    const remedy = { says: `start the server with a window of ${advisedWindow} tokens or more`, commands }
    return [found('window', 'fail', says, { breaks: 'context window', remedy })]
  }
  const proven = chart.measuredTokens !== undefined || effective !== undefined ? '' : ', as it claims'
  const says = `${tokens} tokens${proven}; ${room} for the conversation, compacted at ${compactionPoint(tokens, output)}`
  const set = settingsFor(patient, tokens, output)
  const isOff = Object.keys(set).length > 0
  const isLittle = tokens < advisedWindow
  if (!isOff && !isLittle) return [found('window', 'ok', says)]
  const ways = [
    ...(isOff ? ["tell Claude Code the server's limits"] : []),
    ...(isLittle ? [`start the server with ${advisedWindow} tokens or more`] : []),
  ]
  const remedy: Remedy = {
    says: ways.join(', or better '),
    ...(isOff ? { set } : {}),
    ...(isLittle ? { commands } : {}),
  }
  return [found('window', 'warn', isOff ? `${says}; ${saysOf(patient)}` : `${says}; that is little`, { remedy })]
}

function saysOf({ profile: { contextTokens, maxOutputTokens } }: Patient): string {
  if (contextTokens === undefined) return `Claude Code assumes ${assumedTokens}`
  return `the profile says ${contextTokens}, and ${maxOutputTokens ?? defaultOutputTokens} for an answer`
}

/** The longest answer that the profile should allow: what it says where that leaves room, else what is advised. */
function outputFor({ profile, chart, environment }: Patient, tokens: number): number | undefined {
  const most = chart.window?.maxOutput
  const own = profile.maxOutputTokens ?? (Number(environment['CLAUDE_CODE_MAX_OUTPUT_TOKENS']) || undefined)
  const advised = adviseOutput(tokens)
  const limit = (value: number | undefined) =>
    most !== undefined && most < (value ?? defaultOutputTokens) ? most : value
  if (own !== undefined && roomFor(tokens, own, profile.off.has('betas')) >= leastRoom) return limit(own)
  return limit(advised)
}

/** The fields of the profile that say something else than the server does. */
function settingsFor(
  { profile, model = '' }: Patient,
  tokens: number,
  output: number | undefined,
): Partial<Record<Field, string>> {
  // Claude Code knows the windows of its own models, and does not ask the profile about them.
  if (profile.kind === 'anthropic' || model.toLowerCase().startsWith('claude-')) return {}
  const set: Partial<Record<Field, string>> = {}
  if ((profile.contextTokens ?? assumedTokens) > tokens) set.CONTEXT_TOKENS = String(tokens)
  if (output !== undefined && output !== profile.maxOutputTokens) set.MAX_OUTPUT_TOKENS = String(output)
  return set
}

function unknownWindow({ profile, options }: Patient): Finding {
  const { contextTokens } = profile
  const way = options.deep ? '' : '; --deep measures it'
  if (contextTokens !== undefined)
    return found('window', 'note', `the server does not say; the profile says ${contextTokens} tokens${way}`)
  const says = `the server does not say, and Claude Code assumes ${assumedTokens} tokens${way}`
  const remedy = { says: `put what the server really has into ${keyOf(profile.name, 'CONTEXT_TOKENS')}` }
  return found('window', 'warn', says, { remedy })
}
