import type { SentCredential } from '../env/credentials.ts'
import type { Drift } from '../env/drift.ts'
import type { EffectiveConfig } from '../env/effective-config.ts'
import { networkSettings } from '../env/network.ts'
import { payerOfTier } from '../env/payer.ts'
import { fromEnvironment } from '../env/precedence.ts'
import { assumedWindow, type ResolvedTier } from '../env/tiers.ts'
import { paint } from './colour.ts'
import { describeDestination, paintPayer } from './describe.ts'
import { escapeControls } from './escape.ts'
import { describeEffect } from './warnings.ts'

/** What a status is made of. */
export interface StatusView {
  readonly active: string | undefined
  readonly config: EffectiveConfig
  readonly drift: readonly Drift[]
  readonly shown: (path: string) => string
}

/** The status as people read it: who pays first, then where to, as whom, with which models. */
export function statusText({ active, config, drift, ...view }: StatusView, colour: boolean): string {
  const shown = (path: string) => escapeControls(view.shown(path))
  const k = paint(colour)
  const { destination, credentials, payer, resolved } = config
  const from = (origin: string | undefined) =>
    origin === undefined || origin === fromEnvironment ? '' : k.dim(` (${shown(origin)})`)
  const row = (label: string, text: string) => `  ${k.dim(label.padEnd(labelWidth))}${text}\n`
  const carried =
    config.carriedBy === undefined ? '' : k.dim(` (${config.profile?.name} by ${shown(config.carriedBy)})`)
  const context = assumedWindow(config.tiers, resolved)
  const output = resolved.get('CLAUDE_CODE_MAX_OUTPUT_TOKENS')
  const limits = [context && `${context} tokens`, output && `answers up to ${escapeControls(output.value)}`]
    .filter(Boolean)
    .join(', ')
  return [
    `${k.bold(escapeControls(active ?? 'no profile'))}${carried}  ${paintPayer(payer.payer, colour)}${k.dim(` (${escapeControls(payer.why)})`)}\n`,
    row('goes to', `${describeDestination(destination)}${from(destination.from)}`),
    row(
      'as',
      destination.kind === 'provider'
        ? `your ${destination.title} credentials`
        : config.destination.router && destination.kind !== 'anthropic'
          ? describeRouted(config)
          : credentials.length === 0
            ? 'nobody: Claude Code would ask to log in'
            : credentials.map(one => describeCredential(one, shown)).join(', and '),
    ),
    ...modelRows(config, colour).map(([label, text, origin]) => row(label, `${text}${from(origin)}`)),
    ...(limits === '' ? [] : [row('window', limits)]),
    ...networkSettings(config).map(({ effect, variable, from: origin }) =>
      row(
        'network',
        `${escapeControls(describeEffect(effect))} (${variable}${origin === fromEnvironment ? '' : `, ${shown(origin)}`})`,
      ),
    ),
    ...(drift.length === 0 ? [] : [row('drift', describeDrift(drift))]),
  ].join('')
}

const labelWidth = 10

/** One row when every tier asks for the same model, else one for each. */
function modelRows(
  { tiers, agents, payer, destination }: EffectiveConfig,
  colour: boolean,
): [string, string, string | undefined][] {
  const beside = agents.map(({ name, model, from }): [string, string, string] => [
    'agent',
    `${escapeControls(name)}: ${escapeControls(model)}`,
    from,
  ])
  const [main, ...rest] = tiers
  if (main && rest.every(tier => tier.model === main.model && !tier.trouble === !main.trouble)) {
    return [
      [
        'models',
        main.model === undefined ? "Claude Code's own" : `${escapeControls(main.model)} in every tier`,
        main.from,
      ],
      ...beside,
    ]
  }
  const text = (tier: ResolvedTier) => {
    const own = payerOfTier(tier, payer, destination)
    const model = tier.model === undefined ? "Claude Code's own" : escapeControls(tier.model)
    return own === payer.payer ? model : `${model}, ${paintPayer(own, colour)}`
  }
  return [...tiers.map((tier): [string, string, string | undefined] => [tier.tier, text(tier), tier.from]), ...beside]
}

/** The client shows the router nothing that is worth anything; the credential is the router's to send. */
function describeRouted({ profile }: EffectiveConfig): string {
  const key = profile?.credential?.key
  return key === undefined ? 'nobody: the server asks for no key' : `${escapeControls(key)}, which the router sends`
}

function describeCredential({ source, name, from, headers }: SentCredential, shown: (path: string) => string): string {
  const way = headers.map(header => (header === 'authorization' ? 'Bearer' : header)).join(' and ')
  switch (source) {
    case 'variable':
    case 'profile':
      return `${escapeControls(name)} (${way}${from === fromEnvironment ? '' : `, ${shown(from)}`})`
    case 'helper':
      return `apiKeyHelper of ${shown(from)} (${way})`
    case 'login':
      return 'your /login subscription'
    case 'stored key':
      return `the Console key in ${shown(from)} (${way})`
  }
}

function describeDrift(drift: readonly Drift[]): string {
  const groups = new Map<Drift['because'], string[]>()
  for (const { variable, because } of drift) groups.set(because, [...(groups.get(because) ?? []), variable])
  return [...groups].map(([because, names]) => `${names.join(', ')}: ${because}`).join('; ')
}
