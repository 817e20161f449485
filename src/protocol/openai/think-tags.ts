/** A piece of a text, or of what was thought in it. */
export interface Spoken {
  readonly type: 'text' | 'thinking'
  readonly text: string
}

const opening = '<think>'
const closing = '</think>'

/**
 * Splits a text at `<think>` and `</think>`, which local models write around what they think, wherever it is cut. Only what
 * begins an answer is thinking: later a model may well write about the tag.
 */
export class ThinkTags {
  #state: 'before' | 'thinking' | 'after' = 'before'
  #held = ''

  feed(piece: string): Spoken[] {
    if (this.#state === 'after') return piece === '' ? [] : [{ type: 'text', text: piece }]
    this.#held += piece
    return this.#state === 'before' ? this.#begin() : this.#think()
  }

  /** What was held back until the end. */
  end(): Spoken[] {
    const held = this.#held
    this.#held = ''
    if (held === '') return []
    return [{ type: this.#state === 'thinking' ? 'thinking' : 'text', text: held }]
  }

  #begin(): Spoken[] {
    const text = this.#held.trimStart()
    if (opening.startsWith(text)) return []
    if (text.startsWith(opening)) {
      this.#state = 'thinking'
      this.#held = text.slice(opening.length).replace(/^\n/, '')
      return this.#think()
    }
    this.#state = 'after'
    const held = this.#held
    this.#held = ''
    return [{ type: 'text', text: held }]
  }

  #think(): Spoken[] {
    const end = this.#held.indexOf(closing)
    if (end >= 0) {
      const thought = this.#held.slice(0, end)
      const rest = this.#held.slice(end + closing.length).trimStart()
      this.#held = ''
      this.#state = 'after'
      return [
        ...(thought.trim() === '' ? [] : [{ type: 'thinking' as const, text: thought }]),
        ...(rest === '' ? [] : [{ type: 'text' as const, text: rest }]),
      ]
    }
    const kept = partOfTag(this.#held)
    const thought = this.#held.slice(0, this.#held.length - kept)
    this.#held = this.#held.slice(this.#held.length - kept)
    return thought === '' ? [] : [{ type: 'thinking', text: thought }]
  }
}

/** How many characters at the end of a text may be the beginning of the closing tag. */
function partOfTag(text: string): number {
  for (let length = Math.min(closing.length - 1, text.length); length > 0; length--)
    if (closing.startsWith(text.slice(-length))) return length
  return 0
}
