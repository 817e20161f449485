import { demoBackend } from '../demo/backend.ts'
import { quotePosix } from '../system/quote-posix.ts'
import type { System } from '../system/system.ts'
import { exitCodes, UserError } from '../system/user-error.ts'
import { paint, wantsColour } from '../terminal/colour.ts'
import { wrap } from '../terminal/wrap.ts'
import type { Command } from './command.ts'

/** The profile that the demonstration writes, into a file of its own. */
const profile = 'local'
const token = 'no-secret'

/**
 * `claude-switch demo`: a backend of our own on loopback, then the tool itself, run against it as children whose
 * environment nobody else sees. `--keep` leaves the backend running until it is asked to end.
 */
export const run: Command = async (input, system) => {
  const keep = input.options['keep'] === true
  // From now on Ctrl-C is an answer to be looked at between two steps, so that whatever was begun is also taken away.
  let asked: number | undefined
  const untilAsked = system.processes.untilAskedToEnd().then(code => {
    asked = code
  })
  const backend = demoBackend()
  const served = await system.http.serve(asked => backend.answer({ ...asked, body: asked.body.toString() }), 0)
  const directory = system.files.temporaryDirectory()
  try {
    const file = `${directory.path}/backends.env`
    const text = profileText(served.url, backend.model, backend.contextTokens, backend.maxOutputTokens)
    system.files.create(file, text)
    // Where the demonstration looks for Claude Code's settings: what it prints is to be about the backend.
    system.files.create(`${directory.path}/settings.json`, '{"disableAutoMode":"disable"}\n')
    const say = (line: string) => system.output.print('stdout', `${line}\n`)
    const k = paint(wantsColour(system, 'stdout'))
    say(wrap(`A small backend of our own answers on ${served.url}, on this machine alone. A file describes it:`, ''))
    say(`\n${indented(text)}`)
    let worst: number = exitCodes.done
    for (const words of [['status'], ['doctor', profile]]) {
      say(k.bold(`$ claude-switch ${words.join(' ')}`))
      const code = await runSwitched(words, file, directory.path, system)
      if (asked !== undefined || code > ended) return asked ?? code
      worst ||= code
      say('')
    }
    if (keep) {
      say(wrap('The backend goes on until Ctrl-C. In another terminal, Claude Code runs on it with:', ''))
      say(`\n${indented(keepText(served.url, backend.model, file))}`)
      await untilAsked
    } else {
      say('That was all of it: the backend is gone, and nothing here was changed.')
      say('claude-switch list shows your own, which live in ~/.claude-backends.env.')
    }
    return worst
  } finally {
    await served.close()
    directory.remove()
  }
}

/** A shell's codes above this one say that a signal ended a child; then going on would only annoy. */
const ended = 128

function profileText(url: string, model: string, contextTokens: number, maxOutputTokens: number): string {
  return `LOCAL_BASE_URL=${url}
LOCAL_MODEL=${model}
LOCAL_AUTH_TOKEN='${token}'
LOCAL_CONTEXT_TOKENS=${contextTokens}
LOCAL_MAX_OUTPUT_TOKENS=${maxOutputTokens}
LOCAL_BILLING=free
`
}

/**
 * One command of ours, in an environment that is switched to the demonstration, and in a directory where no settings file
 * of the user's or of a project is in force. Returns its exit code.
 */
async function runSwitched(words: readonly string[], file: string, directory: string, system: System): Promise<number> {
  const own = [system.node, system.cli]
  const environment = { ...system.environment, CLAUDE_BACKENDS_CONFIG: file, CLAUDE_CONFIG_DIR: directory }
  const given = Object.entries(environment).filter((entry): entry is [string, string] => entry[1] !== undefined)
  const [node = '', ...rest] = [...own, 'run', '--quiet', profile, '--', ...own, ...words]
  const end = await system.processes.run(node, rest, Object.fromEntries(given), directory)
  if ('code' in end) return end.code
  throw new UserError(`${node} cannot be run: ${'failed' in end ? end.failed : 'it is gone'}.`)
}

function keepText(url: string, model: string, file: string): string {
  const quoted = /^[\w./-]+$/.test(file) ? file : quotePosix(file)
  return `export CLAUDE_BACKENDS_CONFIG=${quoted}
source claude-switch ${profile} && claude --permission-mode default

# or without claude-switch:
ANTHROPIC_BASE_URL=${url} ANTHROPIC_AUTH_TOKEN=${token} ANTHROPIC_MODEL=${model} claude --permission-mode default
`
}

function indented(text: string): string {
  return text.replace(/^(?=.)/gm, '  ')
}
