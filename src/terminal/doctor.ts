import type { Finding, Level, Remedy } from '../doctor/finding.ts'
import type { Probe } from '../doctor/probe.ts'
import type { Verdict } from '../doctor/verdict.ts'
import { quoteValue } from '../profiles/dotenv-quote.ts'
import { keyOf } from '../profiles/fields.ts'
import { paint } from './colour.ts'
import { escapeControls } from './escape.ts'
import { wrap } from './wrap.ts'

/** One examined backend, as people read it. */
export interface Report {
  readonly name: string
  /** Where it is, what it is, which model, who pays: one line. */
  readonly about: string
  readonly verdict: Verdict
  readonly findings: readonly Finding[]
  /** Titles of the probes by their ids. */
  readonly titles: ReadonlyMap<string, string>
  /** What it cost, where somebody pays. */
  readonly cost?: string
}

/** What people look for first. */
const first = ['window', 'depth', 'tools']

/** Names that a sentence lists before it counts them instead. */
const few = 6

const words: Readonly<Record<Level, string>> = { ok: 'ok', note: 'note', warn: 'warn', fail: 'FAIL', skipped: '-' }

/** A backend's report: the verdict, a row for each finding, and under them what to do. */
export function reportText({ name, about, verdict, findings, titles, cost }: Report, colour: boolean): string {
  const k = paint(colour)
  const head = `${k.bold(escapeControls(name))}  ${paintVerdict(verdict, colour)}\n${k.dim(wrap(`  ${escapeControls(about)}`, '  '))}\n`
  const ordered = [...findings].sort((a, b) => rank(a) - rank(b))
  const examined = ordered.filter(({ level }) => level !== 'skipped')
  const rows = `${rowsText(examined, titles, colour)}${skippedText(ordered, titles, colour)}`
  const remedies = ordered.flatMap(finding => (finding.remedy ? [{ ...finding, remedy: finding.remedy }] : []))
  const due = remedies.filter(({ level }) => level === 'fail' || level === 'warn')
  const todo =
    due.length === 0 ? '' : `\n  ${k.bold('To do')}\n${due.map(one => remedyText(one, name, titles, colour)).join('')}`
  const fixable = due.some(({ remedy }) => remedy.set)
  const fix = fixable ? `\n  ${k.dim(`claude-switch doctor ${name} --fix writes these lines into your file`)}\n` : ''
  return `${head}\n${rows}${todo}${fix}${cost ? `\n  ${k.dim(cost)}\n` : ''}`
}

/** What was not examined: those with the same reason in one sentence. */
function skippedText(findings: readonly Finding[], titles: ReadonlyMap<string, string>, colour: boolean): string {
  const byReason = new Map<string, { says: string; names: string[] }>()
  for (const { probe, level, code, args, says } of findings) {
    if (level !== 'skipped') continue
    const key = JSON.stringify([code, args])
    const reason = byReason.get(key) ?? { says, names: [] }
    reason.names.push(titles.get(probe) ?? probe)
    byReason.set(key, reason)
  }
  const k = paint(colour)
  const listed = (names: readonly string[]) => (names.length > few ? `the other ${names.length}` : names.join(', '))
  return [...byReason.values()]
    .map(({ says, names }) => `${k.dim(wrap(`  ${listed(names)}: ${says}`, '    '))}\n`)
    .join('')
}

/** What was found on the machine itself: rows, and what to do. */
export function machineText(
  findings: readonly Finding[],
  titles: ReadonlyMap<string, string>,
  colour: boolean,
): string {
  const k = paint(colour)
  const due = findings.flatMap(finding =>
    finding.remedy && finding.level !== 'ok' ? [{ ...finding, remedy: finding.remedy }] : [],
  )
  const todo =
    due.length === 0 ? '' : `\n  ${k.bold('To do')}\n${due.map(one => remedyText(one, '', titles, colour)).join('')}`
  return `${k.bold('this machine')}\n${rowsText(findings, titles, colour)}${todo}`
}

/** The probes, one row each: what --list prints. */
export function probesText(probes: readonly Pick<Probe, 'id' | 'cost' | 'deep' | 'asks'>[], colour: boolean): string {
  const k = paint(colour)
  const width = Math.max(...probes.map(({ id }) => id.length))
  return probes
    .map(({ id, cost, deep, asks }) => {
      const price = deep ? '--deep' : cost
      return `${wrap(`${id.padEnd(width)}  ${k.dim(price.padEnd(6))}  ${asks}`, ' '.repeat(width + 10))}\n`
    })
    .join('')
}

function rowsText(findings: readonly Finding[], titles: ReadonlyMap<string, string>, colour: boolean): string {
  const width = Math.max(...[...titles.values()].map(({ length }) => length))
  return findings
    .map(({ probe, level, says, detail }) => {
      const title = (titles.get(probe) ?? probe).padEnd(width)
      const shown = level === 'fail' || level === 'warn' ? (detail ?? '') : ''
      const text = shown === '' || says.includes(shown) ? says : `${says}: ${shown}`
      const indent = ' '.repeat(width + 9)
      return `${wrap(`  ${title}  ${paintLevel(level, colour)} ${escapeControls(text)}`, indent)}\n`
    })
    .join('')
}

/** What to do about a finding: a sentence, then the lines to write or to run, each to be copied as it stands. */
function remedyText(
  { probe, remedy }: { probe: string; remedy: Remedy },
  profile: string,
  titles: ReadonlyMap<string, string>,
  colour: boolean,
): string {
  const k = paint(colour)
  const fields = Object.entries(remedy.set ?? {}).map(
    ([field, value]) => `${keyOf(profile, field as Parameters<typeof keyOf>[1])}=${asWritten(value)}`,
  )
  const lines = [...fields, ...(remedy.commands ?? [])].map(line => `      ${k.cyan(escapeControls(line))}\n`)
  return `${wrap(`    ${titles.get(probe) ?? probe}: ${escapeControls(remedy.says)}`, '    ')}\n${lines.join('')}`
}

/** A value as the backends file holds it. What no quotes can carry is shown as it is: it cannot be written anyway. */
function asWritten(value = ''): string {
  try {
    return quoteValue(value)
  } catch {
    return value
  }
}

/** The verdict in its colour. */
function paintVerdict({ verdict, says }: Verdict, colour: boolean): string {
  const k = paint(colour)
  const colours = {
    works: k.green,
    'works-with-settings': k.yellow,
    cramped: k.yellow,
    breaks: k.red,
    untried: k.yellow,
  } as const
  return colours[verdict](escapeControls(says))
}

function paintLevel(level: Level, colour: boolean): string {
  const k = paint(colour)
  const colours = { ok: k.green, note: k.cyan, warn: k.yellow, fail: k.red, skipped: k.dim } as const
  return colours[level](words[level].padEnd(4))
}

function rank({ probe }: Finding): number {
  const at = first.indexOf(probe)
  return at === -1 ? first.length : at
}
