import { demoBackend } from '../demo/backend.ts'
import { exitCodes } from '../surroundings/refusal.ts'
import type { System } from '../system/system.ts'
import { paint, wantsColour } from '../terminal/colour.ts'
import { fold } from '../terminal/fold.ts'
import type { Command } from './command.ts'

/** The profile that the demonstration writes, into a file of its own. */
const profile = 'local'
const token = 'demo'

/**
 * `claude-switch demo`: a backend of our own on loopback, then the tool itself, run against it as children whose
 * environment nobody else sees. `--keep` leaves the backend running until it is asked to end.
 */
export const run: Command = async (input, system) => {
  const keep = input.options['keep'] === true
  const backend = demoBackend()
  const served = await system.serve(backend.answer, 0)
  const directory = system.temporaryDirectory()
  try {
    const file = `${directory.path}/backends.env`
    const text = profileText(served.url, backend.model, backend.contextTokens, backend.maxOutputTokens)
    system.createFile(file, text)
    const say = (line: string) => system.print('stdout', `${line}\n`)
    const k = paint(wantsColour(system, 'stdout'))
    say(fold(`A small backend of our own answers on ${served.url}, on this machine alone. A file describes it:`, ''))
    say(`\n${indented(text)}`)
    for (const words of [['status'], ['doctor', profile]]) {
      say(k.bold(`$ claude-switch ${words.join(' ')}`))
      const code = await runSwitched(words, file, directory.path, system)
      // Ctrl-C ends the child; going on would only annoy.
      if (code === interrupted) return code
      if (code !== exitCodes.done && words[0] === 'status') return code
      say('')
    }
    if (keep) {
      say(fold('The backend goes on until Ctrl-C. In another terminal, Claude Code runs on it with:', ''))
      say(`\n${indented(keepText(served.url, backend.model, file))}`)
      await system.untilAskedToEnd()
    } else {
      say(fold('That was all of it: the backend is gone, and nothing was changed. Your own go into', ''))
      say('~/.claude-backends.env; claude-switch list shows them.')
    }
    return exitCodes.done
  } finally {
    await served.close()
    directory.remove()
  }
}

/** What a shell says of a child that Ctrl-C ended. */
const interrupted = 130

function profileText(url: string, model: string, contextTokens: number, maxOutputTokens: number): string {
  return `LOCAL_BASE_URL=${url}
LOCAL_MODEL=${model}
LOCAL_AUTH_TOKEN='${token}'
LOCAL_CONTEXT_TOKENS=${contextTokens}
LOCAL_MAX_OUTPUT_TOKENS=${maxOutputTokens}
`
}

/** One command of ours, in an environment that is switched to the demonstration and away from the user's own files. */
async function runSwitched(words: readonly string[], file: string, directory: string, system: System): Promise<number> {
  const own = [system.node, system.cli]
  const environment = { ...system.environment, CLAUDE_BACKENDS_CONFIG: file, CLAUDE_CONFIG_DIR: directory }
  const given = Object.entries(environment).filter((entry): entry is [string, string] => entry[1] !== undefined)
  const [node = '', ...rest] = [...own, 'run', '--quiet', profile, '--', ...own, ...words]
  const end = await system.runChild(node, rest, Object.fromEntries(given))
  return 'code' in end ? end.code : exitCodes.failed
}

function keepText(url: string, model: string, file: string): string {
  return `export CLAUDE_BACKENDS_CONFIG=${file}
source claude-switch ${profile} && claude

ANTHROPIC_BASE_URL=${url} ANTHROPIC_AUTH_TOKEN=${token} ANTHROPIC_MODEL=${model} claude
`
}

function indented(text: string): string {
  return text.replace(/^(?=.)/gm, '  ')
}
