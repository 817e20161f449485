import { type Assignment, readAssignments, readValue } from './dotenv.ts'
import { expandReferences } from './expand.ts'

const plain = /^[\w.:/@+,=%-]*$/
/** What findBackendsFile takes for no text at all: NUL, and halves of characters, which UTF-8 cannot write. */
const unwritable = /[\0\p{Surrogate}]/u

/**
 * The right-hand side that reads back as exactly this value, in every environment: bare where the value is plain, else in
 * single quotes, else in double quotes or backticks. `tail` is what stands behind it on its line, such as a comment.
 * Throws RangeError for a value that nothing of this can carry.
 */
export function quoteValue(value: string, tail = ''): string {
  const found = unwritable.test(value) ? undefined : waysToWrite(value).find(way => carries(way + tail, value))
  if (found === undefined) throw new RangeError('no quotes can carry this value in the backends file')
  return found
}

/** True when an assignment has this value whatever the environment holds: nothing is cut off, no `$` is a reference. */
export function means(assignment: Assignment, value: string): boolean {
  if (assignment.cut || readValue(assignment) !== value) return false
  if (assignment.literal) return true
  const inert = expandReferences(value, {})
  return inert.missing.length === 0 && inert.value === value
}

/** The ways to write a value, the best first; each still has to be tried. */
function waysToWrite(value: string): string[] {
  const enclosed = ["'", '"', '`'].filter(quote => !value.includes(quote)).map(quote => `${quote}${value}${quote}`)
  const escaped = `"${value.replaceAll('\n', '\\n').replaceAll('\r', '\\r')}"`
  // The last one looks broken, but dotenv takes off the outer quotes, and a $ between them is safe.
  return [...(plain.test(value) ? [value] : []), ...enclosed, escaped, `'${value}'`]
}

function carries(source: string, value: string): boolean {
  const { assignments, problems } = readAssignments(`X=${source}`)
  const [only] = assignments
  return only !== undefined && assignments.length === 1 && problems.length === 0 && means(only, value)
}
