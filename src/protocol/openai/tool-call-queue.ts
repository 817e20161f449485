import { type CallExtra, freshId, legalToolId, withExtra } from '../ids.ts'
import { at, fieldsOf, parseJson } from '../json.ts'
import type { StreamBlocks } from '../stream-blocks.ts'
import type { ToolNames } from './tool-names.ts'

/** One tool call while it comes. */
interface Call {
  /** The index that the server gave it. */
  readonly index: unknown
  id: string | undefined
  name: string
  args: string
  extra: unknown
  /** How much of `args` has been written; -1 before the block has begun. */
  written: number
}

/**
 * Puts tool calls that come in any order into blocks that come one after the other: the first is written as it comes, the
 * others wait until it is whole. Calls are told apart by index and id, of which servers repeat, change or leave out either.
 */
export class ToolCallQueue {
  readonly #blocks: StreamBlocks
  readonly #names: ToolNames
  readonly #kind: string
  readonly #calls: Call[] = []
  readonly #usedIds = new Set<string>()
  /** The call that is being written; those before it are done. */
  #current = 0

  /** `kind` is the kind of backend that makes the calls. */
  constructor(blocks: StreamBlocks, names: ToolNames, kind: string) {
    this.#blocks = blocks
    this.#names = names
    this.#kind = kind
  }

  get isEmpty(): boolean {
    return this.#calls.length === 0
  }

  /** Takes one entry of a delta's `tool_calls`. */
  feed(entry: unknown): void {
    const { index, id, extra_content } = fieldsOf(entry)
    const name = at(entry, 'function', 'name')
    const args = at(entry, 'function', 'arguments')
    const call = this.#callFor(index, typeof id === 'string' && id !== '' ? id : undefined, name)
    if (typeof name === 'string' && name !== '') call.name = mergedName(call, name)
    if (extra_content !== undefined) call.extra = extra_content
    if (typeof args === 'string') call.args += args
    else if (typeof args === 'object' && args !== null) call.args = JSON.stringify(args)
    this.#write(false)
  }

  /** Writes what has waited. False where a call never got a name. */
  end(): boolean {
    this.#write(true)
    this.#current = this.#calls.length
    return this.#calls.every(({ name }) => name !== '')
  }

  /** Whether every input is JSON, or nothing at all. */
  get hasWholeInputs(): boolean {
    return this.#calls.every(({ args }) => args.trim() === '' || isWhole(args))
  }

  #callFor(index: unknown, id: string | undefined, name: unknown): Call {
    const known = this.#calls.findLast(call =>
      typeof index === 'number' ? call.index === index : id !== undefined && call.id === id,
    )
    if (typeof index === 'number') {
      const isAnother = known?.id !== undefined && id !== undefined && known.id !== id
      if (known && !isAnother) {
        known.id ??= id
        return known
      }
      return this.#add(index, id)
    }
    if (id !== undefined) return known ?? this.#add(index, id)
    const last = this.#calls.at(-1)
    const isNew = !last || (typeof name === 'string' && name !== '' && isWhole(last.args))
    return isNew ? this.#add(index, id) : last
  }

  #add(index: unknown, id: string | undefined): Call {
    const call: Call = { index, id, name: '', args: '', extra: undefined, written: -1 }
    this.#calls.push(call)
    return call
  }

  /** Writes as far as the order of blocks allows; `isLast` where nothing more will come. */
  #write(isLast: boolean): void {
    for (let call = this.#calls[this.#current]; call; call = this.#calls[++this.#current]) {
      if (call.name === '') {
        if (isLast) continue
        return
      }
      // A name may still grow until its input begins, or another call does.
      const isNamed = call.args !== '' || isLast || this.#calls.length > this.#current + 1
      if (!isNamed) return
      if (call.written < 0) this.#begin(call)
      this.#blocks.input(call.args.slice(call.written))
      call.written = call.args.length
      const hasNext = this.#calls.length > this.#current + 1
      if (!isLast && !(hasNext && isWhole(call.args))) return
      this.#blocks.close()
    }
  }

  #begin(call: Call): void {
    const legal = call.id === undefined ? freshId('toolu') : legalToolId(call.id)
    const isUsed = this.#usedIds.has(legal) || this.#names.hasId(legal)
    const id = isUsed ? freshId('toolu') : legal
    this.#usedIds.add(id)
    const extra: CallExtra = {
      kind: this.#kind,
      ...(call.extra === undefined || call.extra === null ? {} : { content: call.extra }),
      ...(call.id === undefined || call.id === legal || isUsed ? {} : { id: call.id }),
    }
    this.#blocks.tool(withExtra(id, extra), this.#names.originalName(call.name))
    call.written = 0
  }
}

/** A name that comes in pieces, or whole in each of them. */
function mergedName({ name, written }: Call, piece: string): string {
  if (written >= 0 || name === piece) return name
  return piece.startsWith(name) ? piece : name + piece
}

function isWhole(args: string): boolean {
  return parseJson(args) !== undefined
}
