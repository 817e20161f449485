import { shellNamed } from '../shells/index.ts'
import { type Shell, shellNames } from '../shells/shell.ts'
import { currentShell } from '../shells/which.ts'
import type { System } from '../system/system.ts'
import { exitCodes, UserError } from '../system/user-error.ts'

/** The shell of a name; refuses one that we do not know. */
export function knownShell(word: string): Shell {
  const shell = shellNamed(word)
  if (shell) return shell
  throw new UserError(
    `there is no shell ${JSON.stringify(word)} here; take one of ${shellNames.join(', ')}.`,
    exitCodes.usage,
  )
}

/** The shell that this runs in, and how that is known. */
export function shellHere(system: System): ReturnType<typeof currentShell> {
  return currentShell(system.parentName(), system.environment)
}
