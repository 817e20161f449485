import type { Syntax } from '../../src/settings/json-scan.ts'
import type { Dice } from '../support/random.ts'

const names = [
  'env',
  'model',
  'a',
  'b',
  'A',
  'B',
  'ANTHROPIC_MODEL',
  'permissions',
  'http://x',
  'ü"\\',
  '__proto__',
  '',
]
const plains = [
  '1',
  '-0.5e3',
  'true',
  'null',
  '"text"',
  '"\\u0041"',
  '"// no comment"',
  '""',
  '"{"',
  '"a\\\\"',
  '"é\u2028"',
]
const comments = ['/* one */', '/*\n two */', '// line\n', '// "quoted",\n', '/**/']

/** A settings file as somebody may have written it: indented or not, with any line ends, and for VS Code with comments. */
export function randomSettings(dice: Dice, syntax: Syntax, block?: () => string): string {
  const { pick, chance } = dice
  const unit = pick(['  ', '\t', '    ', ' '])
  const style = pick(['pretty', 'pretty', 'flat', 'wild'])
  const space = (): string => {
    const note = syntax === 'jsonc' && chance(0.15) ? pick(comments) : ''
    return (style === 'wild' ? pick(['', '', ' ', '\n', '\n\n ', '\t']) : '') + note
  }
  const list = (open: string, items: string[], close: string, depth: number): string => {
    if (items.length === 0) return open + (chance(0.3) ? pick([' ', '\n', '\n  ']) : '') + space() + close
    const trailing = syntax === 'jsonc' && chance(0.3) ? ',' : ''
    const begin = style === 'pretty' ? `\n${unit.repeat(depth + 1)}` : pick(['', ' '])
    const end = style === 'pretty' ? `\n${unit.repeat(depth)}` : ''
    const body = items.map(item => `${begin}${space()}${item}${space()}`).join(`,${space()}`)
    return `${open}${body}${trailing}${space()}${end}${close}`
  }
  const member = (name: string, text: string) => `${JSON.stringify(name)}${pick([':', ': ', ': ', ' : '])}${text}`
  const value = (depth: number): string => {
    if (depth > 3 || chance(0.6)) return pick(plains)
    const items = Array.from({ length: dice.below(4) }, () => depth + 1)
    if (chance(0.3)) return list('[', items.map(value), ']', depth)
    return list(
      '{',
      items.map(inner => member(pick(names.slice(1)), value(inner))),
      '}',
      depth,
    )
  }
  const members = Array.from({ length: dice.below(5) }, () => member(pick(names.slice(1)), value(1)))
  if (block) members.splice(dice.below(members.length + 1), 0, block())
  const root = list('{', members, '}', 0)
  const text = `${space()}${root}${space()}${pick(['', '\n', '\n\n'])}`
  const ends = pick(['\n', '\n', '\r\n'])
  return (chance(0.1) ? '\uFEFF' : '') + text.replaceAll('\n', ends)
}
