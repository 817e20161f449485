/** One event of a stream: its name, where it has one, and its data, lines joined. */
export interface ServerEvent {
  event?: string
  data: string
}

/**
 * Reads server-sent events [https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream]:
 * text -> the events that are whole, and the `rest`, an unfinished event to put in front of what comes next. Text that is
 * no stream has no events; nothing throws. Unlike a browser, and like Anthropic's SDK [measured], it also gives events
 * that have a name and no data.
 */
export function readEvents(text: string): { events: ServerEvent[]; rest: string } {
  const events: ServerEvent[] = []
  let event = ''
  let data: string[] = []
  let lineStart = text.startsWith('\uFEFF') ? 1 : 0
  let taken = 0
  for (const end of text.matchAll(/\r\n|\r|\n/g)) {
    const line = text.slice(lineStart, end.index)
    lineStart = end.index + end[0].length
    if (line === '') {
      const joined = data.join('\n')
      if (event !== '') events.push({ event, data: joined })
      else if (joined !== '') events.push({ data: joined })
      event = ''
      data = []
      taken = lineStart
      continue
    }
    const { name, value } = fieldOf(line)
    if (name === 'event') event = value
    else if (name === 'data') data.push(value)
  }
  return { events, rest: text.slice(taken) }
}

/** A comment begins with a colon and so has no name; one space behind the colon belongs to it. */
function fieldOf(line: string): { name: string; value: string } {
  const colon = line.indexOf(':')
  if (colon < 0) return { name: line, value: '' }
  return { name: line.slice(0, colon), value: line.slice(line[colon + 1] === ' ' ? colon + 2 : colon + 1) }
}

/** Whether a body is a stream of events, which its text shows and its content type may not. */
export function isEventStream(body: string): boolean {
  // JSON and web pages may have such a line somewhere inside.
  return !/^\s*[<{["]/.test(body) && (/^\uFEFF?:/.test(body) || /(?:^|[\r\n\uFEFF])(?:event|data):/.test(body))
}
