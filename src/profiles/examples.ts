/**
 * True for a value that was copied from an example and never filled in: `your-server`, `<key>`, `sk-...`, or a host
 * that RFC 2606 keeps for examples. Nobody is ever switched to one. Text with spaces in it is no example.
 */
export function isExample(value: string): boolean {
  if (/^<[^>]*>$/.test(value)) return true
  if (/\s/.test(value)) return false
  if (/(^|[^a-z])your-[a-z]/i.test(value) || /(\.\.\.|…)$/.test(value)) return true
  return /^https?:\/\/([^/:]+\.)?(example\.(com|net|org)|[^/:.]+\.example)([:/]|$)/i.test(value)
}
