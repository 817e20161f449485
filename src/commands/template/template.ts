import { shownPath } from '../../system/shown-path.ts'
import type { System } from '../../system/system.ts'
import { exitCodes, UserError } from '../../system/user-error.ts'
import { templates } from '../../templates/catalogue.ts'
import { sayNotices } from '../../terminal/report.ts'
import { templateNotice } from '../../terminal/template-notices.ts'
import { wrap } from '../../terminal/wrap.ts'
import { type Command, textOption } from '../command.ts'
import { draftOf, forPath, placeOf, templateNamed, writeDraft } from './draft.ts'

/** `claude-switch template`: files that a user keeps, filled from a profile: lists them, prints one, or writes it. */
export const run: Command = async (input, system) => {
  const asked = (name: string) => input.options[name] === true
  const to = textOption(input, 'to')
  const writes = asked('write') || to !== undefined
  const [name, profile] = input.words
  if (asked('force') && !writes) throw new UserError('--force goes with --write.', exitCodes.usage)
  if (asked('project') && !asked('write')) throw new UserError('--project goes with --write.', exitCodes.usage)
  if (asked('project') && to !== undefined)
    throw new UserError('--project and --to name two places; leave one out.', exitCodes.usage)
  if (name === undefined) {
    if (writes) throw new UserError('say which template, such as: claude-switch template vllm --write', exitCodes.usage)
    system.output.print('stdout', listText())
    return exitCodes.done
  }
  const template = templateNamed(name)
  const draft = draftOf(template, profile, system)
  if (!writes) {
    system.output.print('stdout', draft.text)
    sayNotices(draft.notices, system)
    return exitCodes.done
  }
  const path = placeOf(template, to, asked('project'), system)
  const written = await writeDraft(draft, path, asked('force'), system)
  const shown = shownPath(path, system.home)
  if (written === 'same') {
    say(system, `${shown} has it already; nothing was changed.`)
    return exitCodes.done
  }
  say(system, written === 'new' ? `wrote ${shown}.` : `wrote ${shown}; what it was is in ${written.backup}.`)
  // A command that is folded could not be pasted.
  system.output.print('stderr', `next: ${forPath(template.next, path)}\n`)
  const { note } = template
  sayNotices([...draft.notices, ...(note ? [templateNotice({ code: note })] : [])], system)
  return exitCodes.done
}

/** A line for each template. */
function listText(): string {
  const width = Math.max(...templates.map(({ name }) => name.length))
  return templates.map(({ name, says }) => `${name.padEnd(width)}  ${says}\n`).join('')
}

function say(system: System, text: string): void {
  system.output.print('stderr', `${system.output.isTerminal('stderr') ? wrap(text) : text}\n`)
}
