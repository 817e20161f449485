import type { Environment } from '../system/environment.ts'
import type { WrittenProfile } from './backends-file.ts'
import { didYouMean } from './did-you-mean.ts'
import { type Assignment, readValue } from './dotenv.ts'
import { expandReferences } from './expand.ts'
import { type Field, keyOf } from './fields.ts'
import type { FileFault } from './file-fault.ts'
import { isPlaceholder } from './placeholders.ts'
import { problemOf } from './problem.ts'
import type { Problem } from './profile.ts'

/** As many words as a sentence lists where one of them may be meant. */
const fewWords = 6

/** A fault of a field, without the key that the field gives it. */
type FieldFault = FileFault extends infer Fault
  ? Fault extends { readonly key: string }
    ? Omit<Fault, 'key'>
    : never
  : never

/** Characters of a value: no variable may have more bytes (Linux, MAX_ARG_STRLEN). */
const longestValue = 128 * 1024

/** One profile while it is being read: its values with references replaced, and the problems found on the way. */
export class FieldReader {
  readonly name: string
  readonly problems: Problem[]
  readonly #written: WrittenProfile
  readonly #environment: Environment
  readonly #values = new Map<Field, string>()

  constructor(written: WrittenProfile, environment: Environment, known: readonly Problem[]) {
    this.name = written.name
    this.problems = known.filter(problem => problem.profile === written.name)
    this.#written = written
    this.#environment = environment
    for (const [field, assignment] of written.fields) {
      const value = this.resolve(assignment)
      // An empty value is as good as none: that is how people switch a line off.
      if (value !== undefined && value !== '') this.#values.set(field, value)
    }
  }

  /** The value of a field; undefined when it is absent, empty or not to be had. */
  value(field: Field): string | undefined {
    return this.#values.get(field)
  }

  /** The key of a field: as the file spells it, or as it would be written. */
  key(field: Field): string {
    return this.#written.fields.get(field)?.key ?? keyOf(this.name, field)
  }

  get extra(): ReadonlyMap<string, Assignment> {
    return this.#written.extra
  }

  get failed(): boolean {
    return this.problems.some(problem => problem.level === 'error')
  }

  /** Notes a problem about a field, which gives it its key and its line. */
  complain(level: Problem['level'], field: Field, fault: FieldFault): void {
    this.complainAt(level, this.#written.fields.get(field)?.line, { ...fault, key: this.key(field) } as FileFault)
  }

  complainAt(level: Problem['level'], line: number | undefined, fault: FileFault): void {
    this.problems.push(problemOf(level, fault, { profile: this.name, ...(line === undefined ? {} : { line }) }))
  }

  /** A field that holds one of a few words, in any case. */
  choice<T extends string>(field: Field, words: readonly T[]): T | undefined {
    const word = this.value(field)?.toLowerCase()
    if (word === undefined) return undefined
    const chosen = words.find(one => one === word)
    if (chosen === undefined) {
      // A few words are read at once; of many, the one that was meant.
      const near = words.length > fewWords ? didYouMean(word, words) : undefined
      this.complain('error', field, { code: 'word-unknown', words, ...(near === undefined ? {} : { near }) })
    }
    return chosen
  }

  /** A field that holds a whole number above 0. */
  count(field: Field, unit: string, example: number): number | undefined {
    const word = this.value(field)
    if (word === undefined) return undefined
    if (/^[1-9]\d{0,8}$/.test(word)) return Number(word)
    this.complain('error', field, { code: 'number-invalid', unit, example })
    return undefined
  }

  /** The value of an assignment with its references replaced; undefined, and a problem, when it cannot be trusted. */
  resolve(assignment: Assignment): string | undefined {
    const { key, line, literal, cut } = assignment
    if (cut) {
      this.complainAt('error', line, { code: 'value-cut', key })
      return undefined
    }
    const text = readValue(assignment)
    if (text.length > longestValue) {
      this.complainAt('error', line, { code: 'value-long', key })
      return undefined
    }
    if (isPlaceholder(text)) {
      this.complainAt('error', line, { code: 'value-of-example', key })
      return undefined
    }
    const { value, missing } = literal ? { value: text, missing: [] } : expandReferences(text, this.#environment)
    if (missing.length === 0) return value
    this.complainAt('error', line, { code: 'reference-unset', key, names: missing })
    return undefined
  }
}
