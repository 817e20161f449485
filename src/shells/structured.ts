import type { Errand } from './shell.ts'

/**
 * The errand as one JSON object, for shells that read data instead of text: elvish, nushell and PowerShell then need no
 * quoting rule of ours at all.
 */
export function asJson({ plan, undo, says, launch }: Errand): string {
  const set = Object.fromEntries([...plan].filter(([, value]) => value !== null))
  const unset = [...plan].filter(([, value]) => value === null).map(([name]) => name)
  return `${JSON.stringify({ set, unset, undo: undo ?? '', remember: undo !== undefined, says: says ?? '', launch: launch ?? [] })}\n`
}
