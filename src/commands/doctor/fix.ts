import type { Remedy } from '../../doctor/finding.ts'
import { isSecretLine } from '../../env/redact.ts'
import type { Edited } from '../../profiles/dotenv-lines.ts'
import { editProfiles } from '../../profiles/edit.ts'
import type { Subject } from '../../profiles/fields.ts'
import { backendsLimit, type FoundFile } from '../../profiles/load.ts'
import type { System } from '../../system/system.ts'
import { UserError } from '../../system/user-error.ts'
import { wantsColour } from '../../terminal/colour.ts'
import { diffText } from '../../terminal/diff.ts'
import { refuseReadOnly, replaceUserFile } from '../user-file.ts'
import type { Examined } from './examine-all.ts'

/**
 * Writes what the remedies say into the profiles of the backends file: shows the change, asks unless `yes`, keeps a
 * backup. Returns the names of the profiles that changed; none when there is nothing to write or the user says no.
 */
export async function applyFixes(
  examined: readonly Examined[],
  found: FoundFile,
  system: System,
  yes: boolean,
): Promise<string[]> {
  const say = (text: string) => system.output.print('stderr', `${text}\n`)
  const wanted = examined.map(({ name, findings }) => ({
    name,
    fields: fieldsOf(findings.filter(({ level }) => level === 'fail' || level === 'warn').map(({ remedy }) => remedy)),
  }))
  const changes = wanted.filter(({ fields }) => fields.size > 0)
  if (changes.length === 0) {
    say('there is nothing to write: what is left to do is not a line of this file.')
    return []
  }
  const read = system.files.read(found.path, backendsLimit)
  if (!('bytes' in read)) throw new UserError(`${found.shown} cannot be read anew; nothing was changed.`)
  refuseReadOnly(found.shown, read.mode)
  const { text, lines } = edited(Buffer.from(read.bytes).toString('utf8'), changes, found)
  say(diffText(found.shown, lines, isSecretLine, wantsColour(system, 'stderr')).trimEnd())
  if (!yes && (await system.prompts.yesNo('Write this?')) !== true) {
    say('nothing was changed.')
    return []
  }
  const { path, shown } = found
  const copy = await replaceUserFile(system, { path, shown, text, expected: read.bytes, backup: read.bytes })
  say(`wrote ${shown}; what it was, secrets and all, is in ${copy}.`)
  return changes.map(({ name }) => name)
}

/** The file with the changes in it; refuses where a line of it (an open quote) would make them mean something else. */
function edited(
  text: string,
  changes: readonly { readonly name: string; readonly fields: ReadonlyMap<Subject, string> }[],
  { shown }: FoundFile,
): Edited {
  try {
    return editProfiles(text, new Map(changes.map(({ name, fields }) => [name, fields])))
  } catch (error) {
    if (error instanceof RangeError) throw new UserError(`${shown} cannot be changed safely: ${error.message}`)
    throw error
  }
}

/** Two remedies for one field: of two limits the smaller one is safe for both; what may be asked of a model is a list. */
function both(field: Subject, one: string, other: string): string {
  if (field === 'MODEL_CAPABILITIES') return [...new Set([...one.split(';'), ...other.split(';')])].join(';')
  return Number(one) < Number(other) ? one : other
}

/** The fields that remedies set. */
function fieldsOf(remedies: readonly (Remedy | undefined)[]): Map<Subject, string> {
  const fields = new Map<Subject, string>()
  for (const remedy of remedies) {
    for (const [name, value] of Object.entries(remedy?.set ?? {})) {
      if (value === undefined) continue
      const field = name as Subject
      const other = fields.get(field)
      fields.set(field, other === undefined ? value : both(field, other, value))
    }
  }
  return fields
}
