/**
 * The headers in ANTHROPIC_CUSTOM_HEADERS, one a line, in their order: names in lower case, values without the space
 * around them. A line without a colon is none [measured, 2.1.329].
 */
export function parseCustomHeaders(text: string): [name: string, value: string][] {
  return text.split('\n').flatMap(line => {
    const [, name, value = ''] = /^\s*([^:\s]+)\s*:(.*)$/.exec(line) ?? []
    return name === undefined ? [] : [[name.toLowerCase(), value.trim()] as [string, string]]
  })
}
