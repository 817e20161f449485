import type { Destination } from '../env/destination.ts'
import type { EffectiveConfig } from '../env/effective-config.ts'
import type { PayerName } from '../env/payer.ts'
import { redactUrl } from '../env/redact.ts'
import { paint } from './colour.ts'
import { escapeControls } from './escape.ts'

/** Where requests go, in a few words. */
export function describeDestination({ kind, title, url, router }: Destination): string {
  const way = router ? ' through the router on this machine' : ''
  if (url === undefined || kind === 'anthropic') return `${title}${way}`
  const place = escapeControls(redactUrl(url))
  return `${kind === 'gateway' ? place : `${place} (${title})`}${way}`
}

/** The main model in a few words. */
export function describeModel({ tiers, destination }: EffectiveConfig): string {
  const main = tiers.find(({ tier }) => tier === 'main')?.model
  if (main !== undefined) return escapeControls(main)
  return destination.kind === 'anthropic' ? "Claude Code's own models" : "Claude Code's own default"
}

/** The payer's word in its colour: green costs nothing, yellow costs by the token, cyan is a flat plan. */
export function paintPayer(payer: PayerName, colour: boolean): string {
  const k = paint(colour)
  const hue = { free: k.green, metered: k.yellow, subscription: k.cyan, none: k.red, unknown: k.magenta }[payer]
  return hue(payer)
}

/** The one line of a switch: who, where, which model, who pays. */
export function switchLine(name: string, config: EffectiveConfig, colour: boolean): string {
  const { payer, why } = config.payer
  const place = describeDestination(config.destination)
  const k = paint(colour)
  return `${k.bold(name)} -> ${place}, ${describeModel(config)}, ${paintPayer(payer, colour)}${k.dim(` (${escapeControls(why)})`)}`
}

/** A warning or note, with its level in front. */
export function noticeLine(level: 'warning' | 'note', says: string, colour: boolean): string {
  const k = paint(colour)
  return `${level === 'warning' ? k.yellow('warning') : k.dim('note')} ${escapeControls(says)}`
}
