const names: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\u001b': '\\e' }

/** A value as one line of a terminal may show it: control characters as escapes, so that none of them acts. */
export function escapeControls(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is being shown
  return text.replace(/[\u0000-\u001f\u007f-\u009f]/g, character => {
    const code = character.charCodeAt(0).toString(16).padStart(2, '0')
    return names[character] ?? `\\x${code}`
  })
}
