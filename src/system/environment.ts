/** The variables of one process: a name that is not set is absent or undefined. */
export type Environment = Readonly<Record<string, string | undefined>>
