import prompts, { type PromptObject } from 'prompts'

/**
 * Asks on the terminal, and takes Enter for no. Undefined when nobody answers: Ctrl-C, Esc, or a terminal that has gone
 * away. To be called only while stdin and stderr are terminals.
 */
export async function askYesNo(question: string): Promise<boolean | undefined> {
  return (await ask({ type: 'confirm', message: question, initial: false })) as boolean | undefined
}

/** One question, drawn on stderr, since stdout may be captured; undefined when it is left without an answer. */
async function ask(question: Omit<PromptObject, 'name'>): Promise<unknown> {
  const { stdin, stderr } = process
  const asked = prompts({ ...question, name: 'answer', stdout: stderr } as PromptObject<'answer'>)
  stdin.prependListener('keypress', muteUnknownKeys)
  let leave = () => {}
  // prompts waits for ever at the end of the input, and a terminal that has gone away takes no command to close it.
  const gone = new Promise<undefined>(resolve => {
    leave = () => resolve(undefined)
  })
  for (const event of ends) stdin.on(event, leave)
  try {
    return (await Promise.race([asked, gone]))?.answer
  } finally {
    stdin.off('keypress', muteUnknownKeys)
    for (const event of ends) stdin.off(event, leave)
  }
}

const ends = ['end', 'error'] as const
const named = /^(up|down|left|right|home|end|page(up|down)|tab|delete|escape)$/

/** prompts takes a key that it has no name for, such as F1, for a letter, and fails; with `meta` it only beeps. */
function muteUnknownKeys(letter: string | undefined, key: { name?: string; meta?: boolean }): void {
  if (letter === undefined && !named.test(key.name ?? '')) key.meta = true
}
