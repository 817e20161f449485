const names: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\u001b': '\\e' }

/** Control characters, and what nobody sees or what turns the order of a line around: zero-width and bidirectional ones. */
const unseen =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is being shown
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e0fff}]/gu

/** A value as one line of a terminal may show it: what acts or hides as escapes, so that all of it is seen. */
export function escapeControls(text: string): string {
  return text.replace(unseen, escaped)
}

function escaped(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16)
  return names[character] ?? (code.length < 3 ? `\\x${code.padStart(2, '0')}` : `\\u${code.padStart(4, '0')}`)
}

/**
 * Lines as a terminal may show them, whatever is in them: the net under all that is printed for people. Line ends and tabs
 * stay, our own colours, and at the ends of the text and of a line what draws progress anew (progress.ts).
 */
export function escapeLines(text: string): string {
  if (text.search(unseen) === -1) return text
  const own =
    // biome-ignore lint/suspicious/noControlCharactersInRegex: our own escapes are what is kept
    /^(?:\u001b\[\?7l)?\u001b\[\d{1,3}A(?:\u001b\[[JK])?|(?<=\n)\u001b\[K|\u001b\[\?7h$|\u001b\[(?:0|[12]|22|3\d)m|[\n\t]/g
  let from = 0
  let shown = ''
  for (const { 0: kept, index } of text.matchAll(own)) {
    shown += escapeControls(text.slice(from, index)) + kept
    from = index + kept.length
  }
  return shown + escapeControls(text.slice(from))
}

/** JSON for machines and people: the same value, with what a terminal would act upon or hide as JSON's own escapes. */
export function jsonText(value: unknown): string {
  const asUnits = (character: string) =>
    [...Array(character.length).keys()]
      .map(at => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`)
      .join('')
  // JSON has no control characters outside of strings but line ends.
  return `${JSON.stringify(value, null, 2).replace(unseen, one => (one === '\n' ? one : asUnits(one)))}\n`
}
