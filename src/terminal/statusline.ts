import type { PayerName } from '../env/payer.ts'
import { paint } from './colour.ts'
import { paintPayer } from './describe.ts'
import { escapeControls } from './escape.ts'
import { type ClientState, isCurrent, type Quota } from './statusline-state.ts'

/** What one status line says. */
export interface StatusLine {
  /** The profile, or where requests go without one. */
  readonly name: string
  readonly payer: PayerName
  readonly state: ClientState
  /** Percent of a quota from which the way on is named. */
  readonly threshold: number
  /** The profile to go on with, where there is one. */
  readonly fallback?: string
  /** ms since 1970. */
  readonly now: number
  /** Columns that the line may have. */
  readonly columns: number
}

/** How much room the parts of a line take. */
interface Layout {
  readonly context: string
  /** Columns of the name and of the model. */
  readonly name: number
  readonly model: number
  /** When quotas are renewed: in words, in short, only for one that is nearly used up, or not at all. */
  readonly resets: 'words' | 'short' | 'due' | 'none'
}

/** From roomy to tight; the first that fits is taken. */
const layouts: readonly Layout[] = [
  { context: 'context', name: 80, model: 80, resets: 'words' },
  { context: 'ctx', name: 80, model: 80, resets: 'short' },
  { context: 'ctx', name: 16, model: 20, resets: 'short' },
  { context: 'ctx', name: 16, model: 20, resets: 'due' },
  { context: 'ctx', name: 16, model: 12, resets: 'due' },
  { context: 'ctx', name: 16, model: 12, resets: 'none' },
  { context: 'ctx', name: 16, model: 0, resets: 'none' },
]

/** A piece of the line, and the same in colour. */
type Piece = readonly [text: string, painted: string]

/**
 * The one line, without a newline: profile, model, who pays, how full the context is, then what is charged, or how much of the
 * subscription is used. It has at most `columns` columns, and no control character but its own colours.
 */
export function statusLine(line: StatusLine, colour: boolean): string {
  const laid = layouts.map(layout => piecesOf(line, layout, colour))
  const textOf = (pieces: readonly Piece[]) => pieces.map(([text]) => text).join('  ')
  const fitting = laid.find(pieces => columnsOf(textOf(pieces)) <= line.columns)
  return fitting ? fitting.map(([, painted]) => painted).join('  ') : cut(textOf(laid.at(-1) ?? []), line.columns)
}

function piecesOf(line: StatusLine, layout: Layout, colour: boolean): Piece[] {
  const { payer, threshold, fallback } = line
  const { model, modelId, contextPercent, costUsd, fiveHours, week } = line.state
  const k = paint(colour)
  const name = cut(visible(line.name), layout.name)
  const pieces: Piece[] = [[name, k.bold(name)]]
  const add = (text: string, hue: (text: string) => string = plain) => pieces.push([text, hue(text)])
  const share = (percent: number) => `${Math.floor(percent)}%`
  const hueOf = (percent: number) => (percent >= threshold ? k.red : plain)
  if (model !== undefined && layout.model > 0) add(cut(visible(model), layout.model))
  pieces.push([payer, paintPayer(payer, colour)])
  if (contextPercent !== undefined) add(`${layout.context} ${share(contextPercent)}`, hueOf(contextPercent))
  if (payer === 'metered' && costUsd !== undefined) add(costText(costUsd, modelId), k.yellow)
  if (payer !== 'subscription') return pieces
  const quotas = [
    { title: '5h', quota: fiveHours, at: clockText },
    { title: '7d', quota: week, at: layout.resets === 'words' ? weekdayAndClock : weekday },
  ] as const
  // Said once, behind the last quota that is nearly used up.
  const last = quotas.findLast(({ quota }) => isCurrent(quota, line.now) && quota.usedPercent >= threshold)
  for (const one of quotas) {
    const { title, quota, at } = one
    if (!isCurrent(quota, line.now)) continue
    const way = one === last && fallback !== undefined ? ` -> cc-${visible(fallback)}` : ''
    const isTold = layout.resets !== 'none' && (layout.resets !== 'due' || quota.usedPercent >= threshold)
    const until = isTold ? resetText(quota, line.now, at, layout.resets === 'words') : ''
    add(`${title} ${share(quota.usedPercent)}${way}${until}`, hueOf(quota.usedPercent))
  }
  return pieces
}

const plain = (text: string) => text

/**
 * The client reckons every model that it does not know at Opus' price [measured: 2.1.329], so what it says of another
 * maker's model is a rough number and is marked as one.
 */
function costText(costUsd: number, modelId = ''): string {
  if (costUsd > 0 && costUsd < 0.01) return '<$0.01'
  return `${/claude/i.test(modelId) ? '' : '~'}$${costUsd.toFixed(2)}`
}

/** Seconds: a week and a day. What is said to be later is in another unit. */
const farthest = 8 * 86_400

function resetText({ resetsAt }: Quota, now: number, at: (date: Date) => string, inWords: boolean): string {
  if (resetsAt === undefined || resetsAt * 1000 - now > farthest * 1000) return ''
  return ` (${inWords ? 'resets ' : ''}${at(new Date(resetsAt * 1000))})`
}

const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const
const twoDigits = (number: number) => String(number).padStart(2, '0')
const clockText = (date: Date) => `${twoDigits(date.getHours())}:${twoDigits(date.getMinutes())}`
const weekday = (date: Date) => weekdays[date.getDay()] ?? ''
const weekdayAndClock = (date: Date) => `${weekday(date)} ${clockText(date)}`

/** What takes no room, or turns the direction of a line. */
const unseen = /[\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]|[\ufe00-\ufe0f]/g

/** A name from outside as the line may show it: nothing in it acts on the terminal. */
function visible(text: string): string {
  return escapeControls(text.replace(unseen, ''))
}

/** Columns of a text at most: what is not of an alphabet may take two. */
function columnsOf(text: string): number {
  let columns = 0
  for (const character of text) columns += widthOf(character)
  return columns
}

const widthOf = (character: string) => ((character.codePointAt(0) ?? 0) < 0x1100 ? 1 : 2)

/** A text in at most so many columns; two dots stand for what is cut off. */
function cut(text: string, columns: number): string {
  if (columnsOf(text) <= columns) return text
  let kept = ''
  let room = columns - 2
  for (const character of text) {
    room -= widthOf(character)
    if (room < 0) break
    kept += character
  }
  return `${kept}..`.slice(0, Math.max(columns, 0))
}
