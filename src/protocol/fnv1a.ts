/** FNV-1a over a text's UTF-16 units: 32 bits without sign, from a start of one's choice (the usual one without). */
export function fnv1a(text: string, start = 0x811c9dc5): number {
  let hash = start
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  return hash >>> 0
}
