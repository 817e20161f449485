/** Columns of a line for people, where a terminal reads it. */
const width = 80

/**
 * Breaks a sentence between words so that no line is longer than a terminal's 80 columns; later lines are indented. A word
 * that is longer than that stays whole. Colours take no room.
 */
export function wrap(text: string, indent = '  '): string {
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const last = lines.at(-1)
    if (last !== undefined && columns(last) + 1 + columns(word) <= width) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(last === undefined ? word : `${indent}${word}`)
  }
  return lines.join('\n')
}

function columns(text: string): number {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the escape that begins a colour
  return text.replace(/\u001b\[\d+m/g, '').length
}
