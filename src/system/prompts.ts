import prompts, { type PromptObject } from 'prompts'
import type { Choice, TextQuestion } from './system.ts'

/**
 * Asks on the terminal, and takes Enter for no. Undefined when nobody answers: Ctrl-C, Esc, or a terminal that has gone
 * away. To be called only while stdin and stderr are terminals, as all of these.
 */
export async function askYesNo(question: string): Promise<boolean | undefined> {
  return (await ask({ type: 'confirm', message: question, initial: false })) as boolean | undefined
}

/** Lets the user take one of several with the arrow keys; the value of that one, or undefined as above. */
export async function askChoice<T>(
  question: string,
  choices: readonly Choice<T>[],
  initial: number,
): Promise<T | undefined> {
  // Only what the keys move over is drawn, and prompts takes a value of undefined for the index.
  const rows = choices.map(({ title }, value) => ({ title, value }))
  const at = await ask({ type: 'select', message: question, choices: rows, initial, hint: ' ' })
  return typeof at === 'number' ? choices[at]?.value : undefined
}

/** Asks for a line of text until there is nothing against it; undefined as above. */
export async function askText(question: string, { initial, refuse }: TextQuestion): Promise<string | undefined> {
  return line({ type: 'text', message: question, ...(initial === undefined ? {} : { initial }) }, refuse)
}

/** The same for a secret: of what is typed nothing but its length is shown. */
export async function askSecret(question: string, { refuse }: TextQuestion): Promise<string | undefined> {
  return line({ type: 'password', message: question }, refuse)
}

async function line(question: Omit<PromptObject, 'name'>, refuse: TextQuestion['refuse']): Promise<string | undefined> {
  const validate = (text: string) => refuse?.(text.trim()) ?? true
  const text = await ask({ ...question, validate })
  return typeof text === 'string' ? text.trim() : undefined
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
/** The control characters that prompts knows, by their names; it would take any other into the text. */
const controls = /^(return|enter|backspace|tab|escape|[acdeg])$/

/** prompts takes a key that it has no name for, such as F1, for a letter, and fails; with `meta` it only beeps. */
function muteUnknownKeys(letter: string | undefined, key: { name?: string; meta?: boolean }): void {
  const { name = '' } = key
  const isKnown = letter === undefined ? named.test(name) : letter >= ' ' || controls.test(name)
  if (!isKnown) key.meta = true
}
