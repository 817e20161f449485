import type { ShellState } from '../env/shell-state.ts'
import type { FoundFile } from '../profiles/load.ts'
import type { Problem } from '../profiles/profile.ts'

/** Something said on stderr beside the answer. */
export interface Notice {
  readonly level: 'warning' | 'note'
  readonly says: string
}

/** What is said of a file that was written just now. */
export function createdNotice({ shown }: Pick<FoundFile, 'shown'>): Notice {
  return note(`wrote ${shown} (only you can read it); put your servers there.`)
}

/** What is worth saying about the file itself. */
export function fileNotices({ exposed, shown, mode }: FoundFile): Notice[] {
  if (!exposed) return []
  return [warning(`${shown} can be read by others (mode ${mode.toString(8)}); run: chmod 600 ${shown}`)]
}

/** The problems of the file as notices, each with its place. */
export function problemNotices(problems: readonly Problem[], { shown }: FoundFile): Notice[] {
  return problems.map(({ level, line, says }) => {
    const place = line === undefined ? shown : `${shown}:${line}`
    return { level: level === 'note' ? 'note' : 'warning', says: `${place}: ${says}` }
  })
}

/** What a switch has to say about what the user did since the last one, and about what it cannot know. */
export function stateNotices({ changedByHand, inherited, profile }: ShellState, goingTo: string): Notice[] {
  const notices: Notice[] = []
  if (changedByHand.length > 0) {
    const names = changedByHand.join(', ')
    const kept = goingTo === 'off' ? 'your value stays' : 'your value comes back with: claude-switch off'
    notices.push(note(`${names} changed by hand since the last switch; ${kept}.`))
  }
  if (inherited) {
    const says = `this shell inherited ${profile} from its parent, which alone knows what was there before it.`
    notices.push(note(says))
  }
  return notices
}

const note = (says: string): Notice => ({ level: 'note', says })
const warning = (says: string): Notice => ({ level: 'warning', says })
