/**
 * True for a value that was copied from an example and never filled in: `your-server`, `<key>`, `sk-...`, or a host
 * that RFC 2606 keeps for examples. Nobody is ever switched to one. Text with spaces in it is no example.
 */
export function isPlaceholder(value: string): boolean {
  // Words first: a switch asks this of every value, and a pattern takes longer to prepare than to run.
  const text = value.toLowerCase()
  if (!text.includes('your-') && !text.includes('example') && !/[<.…>]$/.test(text)) return false
  if (/^<[^>]*>$/.test(value)) return true
  if (/\s/.test(value)) return false
  if (/(^|[^a-z])your-[a-z]/.test(text) || /(\.\.\.|…)$/.test(text)) return true
  return /^https?:\/\/([^/:]+\.)?(example\.(com|net|org)|[^/:.]+\.example)([:/]|$)/.test(text)
}
