/** A scripted backend with one defect; row 3 is served at /oracle/3/ of the backends' door. */
export interface Row {
  readonly name: string
  /** Fields of its profile beside the address. */
  readonly fields?: Readonly<Record<string, string>>
  /** Nobody but the client can know: then the doctor must say so, and not guess. */
  readonly undecided?: true
}

/** Those that the client meets through the router, too: the first of `rows`. */
export const routedRows: readonly Row[]
export const rows: readonly Row[]
