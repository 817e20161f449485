import { shellWord } from '../backends/shell-word.ts'

/** What a template is written in, which decides how a value is escaped in it. */
export type Format = 'shell' | 'quoted' | 'unit' | 'plist' | 'line'

/**
 * A place for a value: `{{name|fallback}}`, or `{{kind:name|fallback}}` where only a profile of that kind has it. The
 * fallback stands there as it is when there is no value; words in upper case in it are for the user to fill in.
 */
const placeholder = /\{\{(?:(\w+):)?(\w+)\|([^{}|]*)\}\}/g

/** A word that people are meant to replace: `YOUR-MODEL`, `PARSER`. */
const openWord = /\b[A-Z]{3,}(?:[-/][A-Z]+)*\b/

/** A template with its places filled. */
export interface Filled {
  readonly text: string
  /** Whether any value went in. */
  readonly hasValues: boolean
  /** The fallbacks in it that are for the user to fill in, each once. */
  readonly open: readonly string[]
}

/**
 * Fills a template with a profile's values, escaped for its format. A place in a shell's format has to be a word of its
 * own, in the others what is between two double quotes (or an element's text, or the rest of a line). `kind` is the
 * profile's; places for another kind keep their fallback.
 */
export function fill(template: string, format: Format, values: ReadonlyMap<string, string>, kind?: string): Filled {
  let hasValues = false
  const open = new Set<string>()
  const text = template.replace(placeholder, (_, only: string | undefined, name: string, fallback: string) => {
    const value = only === undefined || only === kind ? values.get(name) : undefined
    if (value !== undefined) {
      hasValues = true
      return escapes[format](oneLine(value))
    }
    const word = openWord.exec(fallback)?.[0]
    if (word !== undefined) open.add(word)
    return fallback
  })
  return { text, hasValues, open: [...open] }
}

/** The names of the values that a template has places for. */
export function placesIn(template: string): string[] {
  return [...new Set([...template.matchAll(placeholder)].map(([, , name]) => name as string))]
}

const escapes: Record<Format, (value: string) => string> = {
  shell: shellWord,
  // JSON's escapes mean the same between the double quotes of YAML, of TOML and of JSON with comments.
  quoted: value => JSON.stringify(value).slice(1, -1),
  // systemd.unit(5): backslash and quote as in C; systemd.service(5): $ is a variable and % a specifier until doubled.
  unit: value => value.replace(/[\\"]/g, '\\$&').replaceAll('%', '%%').replaceAll('$', '$$$$'),
  plist: value => value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
  line: value => value,
}

/** Without what would begin a new line, in a comment or elsewhere, or that no file of these formats may have in it. */
function oneLine(value: string): string {
  return value.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Surrogate}]/gu, '?')
}
