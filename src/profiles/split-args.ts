/**
 * Splits CLAUDE_ARGS into words as a POSIX shell would (quotes and backslashes, no expansion of any kind).
 * Undefined when a quote is not closed.
 */
export function splitArgs(text: string): string[] | undefined {
  const words: string[] = []
  const piece = /\s+|'([^']*)'|"((?:\\[\s\S]|[^"\\])*)"|\\([\s\S])|([^\s'"\\]+)/y
  let word: string | undefined
  while (piece.lastIndex < text.length) {
    const at = piece.lastIndex
    const match = piece.exec(text)
    if (!match) {
      piece.lastIndex = at
      return undefined
    }
    const [whole, single, double, escaped, plain] = match
    if (/^\s/.test(whole)) {
      if (word !== undefined) words.push(word)
      word = undefined
      continue
    }
    // Inside double quotes a backslash only escapes what POSIX says it does.
    word = (word ?? '') + (single ?? double?.replace(/\\([\\"$`])/g, '$1') ?? escaped ?? plain ?? '')
  }
  if (word !== undefined) words.push(word)
  return words
}
