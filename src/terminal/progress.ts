import { escapeControls } from './escape.ts'
import { wrap } from './wrap.ts'

/** Columns of a live line. */
const width = 79

/** More lines than this could leave the top of a small terminal, and could not be rewritten there. */
const most = 20

/** Autowrap, off while lines are drawn: in a narrow terminal a line that wraps would put all others out of place. */
const wrapping = { off: '\u001b[?7l', on: '\u001b[?7h' }

/**
 * One line for each examined backend while it is examined: rewritten in place on a terminal, and said once at its end
 * where nobody watches. `write` gets text for stderr.
 */
export class Progress {
  readonly #write: (text: string) => void
  readonly #terminal: boolean
  readonly #lines: Map<string, string>

  constructor(names: readonly string[], terminal: boolean, write: (text: string) => void) {
    this.#write = write
    this.#terminal = terminal && names.length <= most
    this.#lines = new Map(names.map(name => [name, 'waits']))
    if (this.#terminal) write('\n'.repeat(names.length))
  }

  /** What is being tried on a backend now. */
  update(name: string, says: string): void {
    if (!this.#terminal) return
    this.#lines.set(name, says)
    this.#draw()
  }

  /** A backend is done. */
  done(name: string, says: string): void {
    this.#lines.set(name, says)
    if (this.#terminal) this.#draw()
    else this.#write(`${wrap(escapeControls(`${name}: ${says}`))}\n`)
  }

  /** Takes the lines away again, since the report says it all. */
  end(): void {
    if (this.#terminal) this.#write(`\u001b[${this.#lines.size}A\u001b[J`)
  }

  #draw(): void {
    const lines = [...this.#lines].map(
      ([name, says]) => `\u001b[K${escapeControls(`${name}: ${says}`).slice(0, width)}\n`,
    )
    this.#write(`${wrapping.off}\u001b[${this.#lines.size}A${lines.join('')}${wrapping.on}`)
  }
}
