import { redactUrl } from '../env/redact.ts'
import type { EditedLine } from '../profiles/dotenv-lines.ts'
import { mask } from '../profiles/secret.ts'
import { paint } from './colour.ts'
import { escapeControls } from './escape.ts'

/**
 * An edit as people read it: the file's path, and under it the lines that change, with their numbers in the new text.
 * Of a line that `isSecret` names, only the part before the value is shown.
 */
export function diffText(
  shownPath: string,
  lines: readonly EditedLine[],
  isSecret: (line: string) => boolean,
  colour: boolean,
): string {
  const k = paint(colour)
  const width = Math.max(...lines.map(({ line }) => String(line).length))
  const shown = (text: string) => escapeControls(isSecret(text) ? masked(text) : redactUrl(text))
  const rows = lines.flatMap(({ line, was, is }) => {
    const number = k.dim(String(line).padStart(width))
    const row = (sign: string, text: string) => `  ${number} ${`${sign} ${text}`.trimEnd()}`
    const added = k.green(row('+', shown(is)))
    return was === undefined ? [added] : [k.red(row('-', shown(was))), added]
  })
  return `${[k.bold(escapeControls(shownPath)), ...rows].join('\n')}\n`
}

/** A line without its value, and without what stands behind it, since nobody knows where a broken value ends. */
function masked(text: string): string {
  return `${/^[^=:]*[=:]\s*/.exec(text)?.[0] ?? ''}${mask}`
}
