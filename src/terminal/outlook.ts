import type { Destination } from '../env/destination.ts'
import type { Outlook } from '../env/outlook.ts'
import type { PayerName } from '../env/payer.ts'
import { redactUrl } from '../env/redact.ts'
import { paint } from './colour.ts'
import { printable } from './printable.ts'

/** Where requests go, in a few words. */
export function describeDestination({ kind, title, url }: Destination): string {
  if (url === undefined || kind === 'anthropic') return title
  const place = printable(redactUrl(url))
  return kind === 'gateway' ? place : `${place} (${title})`
}

/** The main model in a few words. */
export function describeModel({ tiers, destination }: Outlook): string {
  const main = tiers.find(({ tier }) => tier === 'main')?.model
  if (main !== undefined) return printable(main)
  return destination.kind === 'anthropic' ? "Claude Code's own models" : "Claude Code's own default"
}

/** The payer's word in its colour: green costs nothing, yellow costs by the token, cyan is a flat plan. */
export function paintPayer(payer: PayerName, colour: boolean): string {
  const k = paint(colour)
  const hue = { free: k.green, metered: k.yellow, subscription: k.cyan, none: k.red, unknown: k.magenta }[payer]
  return hue(payer)
}

/** The one line of a switch: who, where, which model, who pays. */
export function switchLine(name: string, outlook: Outlook, colour: boolean): string {
  const { payer, why } = outlook.payer
  const place = describeDestination(outlook.destination)
  const k = paint(colour)
  return `${k.bold(name)} -> ${place}, ${describeModel(outlook)}, ${paintPayer(payer, colour)}${k.dim(` (${why})`)}`
}

/** A warning or note, with its level in front. */
export function noticeLine(level: 'warning' | 'note', says: string, colour: boolean): string {
  const k = paint(colour)
  return `${level === 'warning' ? k.yellow('warning') : k.dim('note')} ${printable(says)}`
}
