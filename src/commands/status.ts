import { type Drift, driftOf } from '../env/drift.ts'
import { type Outlook, outlookOf } from '../env/outlook.ts'
import { type PayerName, payerNames, payerOfTier } from '../env/payer.ts'
import { makePlan } from '../env/plan.ts'
import { redactUrl } from '../env/redact.ts'
import { shortStatus } from '../env/short.ts'
import { decidedNames } from '../env/variables.ts'
import { warningsOf } from '../env/warnings.ts'
import { findProfile } from '../profiles/find.ts'
import type { Profile } from '../profiles/profile.ts'
import { resolveProfile } from '../profiles/resolve.ts'
import { shownPath } from '../surroundings/backends-file.ts'
import { readClientFiles } from '../surroundings/client-files.ts'
import { fileNotices, type Notice, problemNotices } from '../surroundings/notices.ts'
import { sayNotices } from '../surroundings/report.ts'
import { knownSecret } from '../surroundings/secret.ts'
import { findStart, type Start } from '../surroundings/switching.ts'
import type { System } from '../system/system.ts'
import { exitCodes, UserError } from '../system/user-error.ts'
import { wantsColour } from '../terminal/colour.ts'
import { statusText } from '../terminal/status.ts'
import { type Command, type Input, textOption } from './command.ts'

/** `claude-switch status`: what Claude Code would really use from here, and who pays. */
export const run: Command = (input, system) => {
  const required = requiredPayers(input)
  if (input.options['short'] === true) {
    if (required)
      throw new UserError(
        '--short reads no file, so it cannot know who pays; leave --require or --short out.',
        exitCodes.usage,
      )
    system.print('stdout', `${shortStatus(system.environment)}\n`)
    return exitCodes.done
  }
  const start = findStart(system, true)
  const files = readClientFiles(system, system.environment)
  const { profile, notices: profileNotices } = activeProfile(start)
  const outlook = outlookOf(system.environment, files, profile, Date.now())
  const drift = profile ? driftFrom(profile, start, system) : []
  const shown = (path: string) => shownPath(path, system.home)
  const warnings = [
    ...warningsOf(outlook, shown),
    ...files.broken.map(({ path, why }) => `${shown(path)} is not loaded by Claude Code either: ${why}.`),
  ]
  const active = start.situation.profile
  if (input.options['json'] === true) {
    system.print('stdout', `${JSON.stringify(asJson(active, outlook, drift, warnings), null, 2)}\n`)
  } else {
    system.print('stdout', statusText({ active, outlook, drift, shown }, wantsColour(system, 'stdout')))
  }
  const notices: Notice[] = [
    ...warnings.map(says => ({ level: 'warning' as const, says })),
    ...fileNotices(start.found),
    ...profileNotices,
    ...(outlook.payer.hint ? [{ level: 'note' as const, says: `${outlook.payer.hint}.` }] : []),
  ]
  sayNotices(notices, system)
  if (!required || required.includes(outlook.payer.payer)) return exitCodes.done
  throw new UserError(`this is ${outlook.payer.payer}, and ${required.join(' or ')} is required.`, exitCodes.unmet)
}

function requiredPayers(input: Input): PayerName[] | undefined {
  const text = textOption(input, 'require')
  return text?.split(',').map(word => {
    const payer = payerNames.find(name => name === word.trim().toLowerCase())
    if (payer) return payer
    throw new UserError(
      `--require takes ${payerNames.join(', ')}, with commas between; ${JSON.stringify(word)} is none of them.`,
      exitCodes.usage,
    )
  })
}

/** The profile that the shell is switched to, as the file has it now. */
function activeProfile({ found, situation, undo }: Start): { profile?: Profile; notices: Notice[] } {
  if (situation.profile === undefined) return { notices: [] }
  const target = findProfile(situation.profile, found.file)
  if ('unknown' in target) {
    const says = `CLAUDE_SWITCH_PROFILE says ${JSON.stringify(target.unknown)}, but ${found.shown} has no such profile.`
    return { notices: [{ level: 'warning', says }] }
  }
  const { profile, problems } = resolveProfile(target.written, found.file, situation.own, decidedNames, undo?.model)
  return { ...(profile ? { profile } : {}), notices: problemNotices(problems, found) }
}

function driftFrom(profile: Profile, { situation }: Start, system: System): Drift[] {
  const plan = makePlan({ profile, secret: knownSecret(profile) }, situation.own, situation.leftovers)
  const secret = profile.credential && 'command' in profile.credential.secret
  const unknown = secret ? [profile.credential.header === 'bearer' ? 'ANTHROPIC_AUTH_TOKEN' : 'ANTHROPIC_API_KEY'] : []
  return driftOf(plan, system.environment, situation, new Set(unknown))
}

function asJson(
  active: string | undefined,
  outlook: Outlook,
  drift: readonly Drift[],
  warnings: readonly string[],
): object {
  const { destination, credentials, tiers, payer, standing } = outlook
  const number = (name: string) => Number(standing.get(name)?.value) || null
  return {
    profile: active ?? null,
    payer: payer.payer,
    why: payer.why,
    destination: {
      kind: destination.kind,
      title: destination.title,
      url: destination.url === undefined ? null : redactUrl(destination.url),
      from: destination.from ?? null,
    },
    credentials: credentials.map(({ source, name, from, headers }) => ({ source, name, from, headers })),
    tiers: Object.fromEntries(
      tiers.map(tier => [
        tier.tier,
        {
          model: tier.model ?? null,
          from: tier.from ?? null,
          payer: payerOfTier(tier, payer, destination),
          trouble: tier.trouble ?? null,
        },
      ]),
    ),
    contextTokens: number('CLAUDE_CODE_MAX_CONTEXT_TOKENS'),
    maxOutputTokens: number('CLAUDE_CODE_MAX_OUTPUT_TOKENS'),
    drift,
    warnings,
  }
}
