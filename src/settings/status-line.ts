import { putAt, readAt, takeAt } from './json-text.ts'

/** The member of Claude Code's settings that names a command for its status line. */
const member = ['statusLine'] as const

/** What is written there: `padding` 0, since our line brings its own spaces. */
const own = { type: 'command', command: 'claude-switch statusline', padding: 0 } as const

/** Whose status line a settings file has: nobody's, ours (with whatever options), or another one. */
export function statusLineIn(text: string): 'none' | 'ours' | 'another' {
  const found = text.trim() === '' ? undefined : readAt(text, member, 'json')
  if (!found) return 'none'
  const { value } = found
  if (typeof value !== 'object' || value === null || !('command' in value)) return 'another'
  const isOurs = /(^|[\s/\\"'])claude-switch(\.cmd)?["']?\s+statusline(\s|$)/.test(String(value.command))
  return isOurs ? 'ours' : 'another'
}

/** The text of a settings file with our status line in it. Throws JsonError for one that is not strict JSON. */
export function withStatusLine(text: string): string {
  return putAt(text.trim() === '' ? '{}\n' : text, member, own, 'json')
}

/** The same without any. */
export function withoutStatusLine(text: string): string {
  return takeAt(text, member, 'json')
}
