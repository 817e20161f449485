/**
 * Which repairs a model of a backend needs, with the words of the refusal that asked for them. Those that were tried at
 * once, since no words named one, are doubtful until a request went without them or was refused for it.
 */
export class LearnedRepairs {
  readonly #needed = new Map<string, string>()
  readonly #doubtful = new Set<string>()

  /** Name and refusal of each. */
  get needed(): ReadonlyMap<string, string> {
    return this.#needed
  }

  learn(name: string, refusal: string, isDoubtful: boolean): void {
    if (isDoubtful && !this.#needed.has(name)) this.#doubtful.add(name)
    this.#needed.set(name, refusal)
  }

  /** A request was refused without it. */
  confirm(name: string): void {
    this.#doubtful.delete(name)
  }

  /** A request was answered without it. */
  forget(name: string): void {
    this.#needed.delete(name)
    this.#doubtful.delete(name)
  }

  /** The last of `names` that is doubtful: what a request may be tried without. */
  lastDoubtful(names: readonly string[]): string | undefined {
    return names.findLast(name => this.#doubtful.has(name))
  }
}
