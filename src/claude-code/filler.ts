/**
 * A text of ours, made as long as the client's own by plain sentences: the same each time for the same beginning, so that a
 * prompt cache holds. Dashes, arrows and signs beyond Latin-1 are in it as they are in the client's [counted in 2.1.332].
 */
export function filler(beginning: string, length: number): string {
  let text = beginning
  for (let number = 1; text.length < length; number++) {
    const mark = marks[number % marks.length]
    text += `\n${number}. Keep a change small ${mark} read a file before you edit it, and say what you did and what not.`
  }
  return text.length > length && text.length > beginning.length ? text.slice(0, length) : text
}

const marks = ['—', '—', '→', '…', '—', '–', '×', '≤'] as const
