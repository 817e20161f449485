/** Something to be said, as data: a code that stays, and its arguments beside it. */
export interface Coded {
  readonly code: string
}

/** One sentence for each code of a union, from its arguments: the compiler asks for a new one, and for no other. */
export type Sentences<Told extends Coded> = {
  readonly [Code in Told['code']]: (told: Extract<Told, { readonly code: Code }>, shown: ShownPath) => string
}

/** A path as people write it, with `~`. */
export type ShownPath = (path: string) => string

/** The sentence of what is told. */
export function sentenceOf<Told extends Coded>(sentences: Sentences<Told>, told: Told, shown: ShownPath): string {
  // Each sentence takes the arguments of its own code, which the compiler cannot follow through the table.
  const say = sentences[told.code as Told['code']] as (told: Told, shown: ShownPath) => string
  return say(told, shown)
}

/** The arguments alone, for JSON. */
export function argumentsOf({ code: _, ...args }: Coded): Readonly<Record<string, unknown>> {
  return args
}
