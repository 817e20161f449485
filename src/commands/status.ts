import { profileFinder, type Start } from '../env/decide-switch.ts'
import { type Drift, driftOf } from '../env/drift.ts'
import { type EffectiveConfig, effectiveConfigOf } from '../env/effective-config.ts'
import { decidedNames } from '../env/managed-variables.ts'
import { networkSettings } from '../env/network.ts'
import { payerOfTier } from '../env/payer.ts'
import { makePlan } from '../env/plan.ts'
import { shortStatus } from '../env/prompt-segment.ts'
import { redactUrl } from '../env/redact.ts'
import { readRouterAddress } from '../env/router-address.ts'
import { assumedWindow } from '../env/tiers.ts'
import { findProfile } from '../profiles/find.ts'
import type { Profile } from '../profiles/profile.ts'
import { resolveProfile } from '../profiles/resolve.ts'
import { knownSecret } from '../profiles/secret.ts'
import { readClientFiles } from '../settings/load.ts'
import { shownPath } from '../system/shown-path.ts'
import type { System } from '../system/system.ts'
import { exitCodes, UserError } from '../system/user-error.ts'
import { wantsColour } from '../terminal/colour.ts'
import { jsonText } from '../terminal/escape.ts'
import { fileNotices, type Notice, problemNotices, stateNotice } from '../terminal/notices.ts'
import { autoModeNotices, loadStart, sayNotices, warningNotices } from '../terminal/report.ts'
import { argumentsOf } from '../terminal/sentences.ts'
import { statusText } from '../terminal/status.ts'
import { describeEffect, describeTrouble } from '../terminal/warnings.ts'
import type { Command } from './command.ts'
import { refuseOtherPayer, requiredPayers } from './required-payers.ts'

/** `claude-switch status`: what Claude Code would really use from here, and who pays. */
export const run: Command = async (input, system) => {
  const required = requiredPayers(input)
  if (input.options['short'] === true) {
    if (required)
      throw new UserError(
        '--short reads no file, so it cannot know who pays; leave --require or --short out.',
        exitCodes.usage,
      )
    system.output.print('stdout', `${shortStatus(system.environment)}\n`)
    return exitCodes.done
  }
  const start = loadStart(system)
  const files = readClientFiles(system, system.environment)
  const { profile, notices: profileNotices } = activeProfile(start)
  const config = effectiveConfigOf(system.environment, files, profile, Date.now(), profileFinder(start))
  const drift = profile ? driftFrom(profile, start, system) : []
  const shown = (path: string) => shownPath(path, system.home)
  const warnings = [
    ...warningNotices(config, system),
    ...(await routerNotices(config, system)),
    ...files.broken.map(one => stateNotice('warning', { code: 'settings-file-broken', ...one }, shown)),
  ]
  const notices: Notice[] = [
    ...warnings,
    ...fileNotices(start.found),
    ...profileNotices,
    ...autoModeNotices(config, system),
    ...(config.payer.hint ? [stateNotice('note', config.payer.hint)] : []),
  ]
  const active = start.shellState.profile
  if (input.options['json'] === true) {
    system.output.print('stdout', jsonText(jsonReply(active, config, { drift, warnings, notices })))
  } else {
    system.output.print('stdout', statusText({ active, config, drift, shown }, wantsColour(system, 'stdout')))
  }
  sayNotices(notices, system)
  refuseOtherPayer(config, required, system, files)
  return exitCodes.done
}

/** That nothing would answer, where requests go through a router that does not run. */
async function routerNotices({ destination }: EffectiveConfig, system: System): Promise<Notice[]> {
  if (!destination.router) return []
  const { routerRuns } = await import('../router/prepare-router.ts')
  return (await routerRuns(system)) ? [] : [stateNotice('warning', { code: 'router-stopped' })]
}

/** The profile that the shell is switched to, as the file has it now. */
function activeProfile({ found, shellState, undo }: Start): { profile?: Profile; notices: Notice[] } {
  if (shellState.profile === undefined) return { notices: [] }
  const target = findProfile(shellState.profile, found.file)
  if ('unknown' in target) {
    return { notices: [stateNotice('warning', { code: 'profile-gone', profile: target.unknown, path: found.shown })] }
  }
  const { profile, problems } = resolveProfile(target.written, found.file, shellState.own, decidedNames, undo?.model)
  return { ...(profile ? { profile } : {}), notices: problemNotices(problems, found) }
}

function driftFrom(profile: Profile, { shellState }: Start, system: System): Drift[] {
  const router = profile.router ? readRouterAddress(system) : undefined
  const plan = makePlan({ profile, secret: knownSecret(profile), router }, shellState.own, shellState.leftovers)
  const secret = !profile.router && profile.credential && 'command' in profile.credential.secret
  const unknown = secret ? [profile.credential.header === 'bearer' ? 'ANTHROPIC_AUTH_TOKEN' : 'ANTHROPIC_API_KEY'] : []
  return driftOf(plan, system.environment, shellState, new Set(unknown))
}

function jsonReply(
  active: string | undefined,
  config: EffectiveConfig,
  { drift, warnings, notices }: { drift: readonly Drift[]; warnings: readonly Notice[]; notices: readonly Notice[] },
): object {
  const { destination, credentials, tiers, agents, payer, resolved, profile, carriedBy } = config
  const number = (name: string) => Number(resolved.get(name)?.value) || null
  return {
    profile: active ?? null,
    carried: carriedBy === undefined || !profile ? null : { profile: profile.name, by: carriedBy },
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
          trouble: tier.trouble ? describeTrouble(tier.trouble) : null,
        },
      ]),
    ),
    agents: agents.map(({ name, model, from, trouble }) => ({
      name,
      model,
      from,
      trouble: trouble ? describeTrouble(trouble) : null,
    })),
    contextTokens: assumedWindow(tiers, resolved) ?? null,
    maxOutputTokens: number('CLAUDE_CODE_MAX_OUTPUT_TOKENS'),
    network: networkSettings(config).map(({ variable, from, effect }) => ({
      ...{ variable, from, says: describeEffect(effect), code: effect.code, args: argumentsOf(effect) },
    })),
    drift,
    warnings: warnings.map(({ says }) => says),
    notices,
  }
}
