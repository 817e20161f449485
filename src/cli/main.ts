import { join } from 'node:path'
import type { CommandSpec, Input } from '../commands/command.ts'
import { undoVariable } from '../env/undo.ts'
import { shellNamed } from '../shells/index.ts'
import { nodeSystem } from '../system/node-system.ts'
import { ownVersion } from '../system/own-version.ts'
import type { System } from '../system/system.ts'
import { exitCodes, UserError } from '../system/user-error.ts'
import { paint, wantsColour } from '../terminal/colour.ts'
import { escapeControls, escapeLines } from '../terminal/escape.ts'
import { wrap } from '../terminal/wrap.ts'
import { program } from './commands.ts'
import { expandAlias, parseCommandLine } from './parse-args.ts'

/** Reads the command line, does what it asks for, and returns the exit code. */
async function main(args: readonly string[], machine: System): Promise<number> {
  const [caller, given] = readCaller(args)
  const words = expandAlias(given, program)
  const system = caller?.shell.fd === 1 ? withoutStdout(machine) : machine
  const perform = async (spec: CommandSpec, input: Pick<Input, 'words' | 'options'>) => {
    const { run } = await spec.load()
    return run({ ...input, program, ...(caller ? { caller } : {}) }, system)
  }
  // Nothing asked for: show what there is.
  const request = parseCommandLine(words.length === 0 ? ['list'] : words, program)
  if (request) return perform(request.spec, request)
  const { printHelp } = await import('./help.ts')
  const code = await printHelp(words, program, ownVersion(system), system, perform)
  // eval "$(claude-switch env ...)" sees no exit code.
  const isEvaluated = words[0] === 'env' && !words.includes('--json') && !system.output.isTerminal('stdout')
  if (code === exitCodes.usage && isEvaluated) system.output.print('stdout', 'false\n')
  return code
}

/** `--shell-eval SHELL OPTIONS`, in front of everything, is how the shell scripts call: who is asking, and its `$-`. */
function readCaller(args: readonly string[]): [Input['caller'], readonly string[]] {
  const [flag, name = '', options = '', ...words] = args
  if (flag !== '--shell-eval') return [undefined, args]
  const shell = shellNamed(name)
  if (!shell) throw new UserError(`--shell-eval is for the scripts that claude-switch init prints.`, exitCodes.usage)
  return [{ shell, options }, words]
}

/** Where the calling shell reads stdout for its errand, what a person should read (help, say) goes to stderr. */
function withoutStdout(system: System): System {
  const output = { ...system.output, print: (_: string, text: string) => system.output.print('stderr', text) }
  return Object.create(system, { output: { value: output } })
}

/** The one place where errors are printed: a user's mistake as a sentence, ours as what it is. */
function complain(error: unknown, system: System): number {
  const k = paint(wantsColour(system, 'stderr'))
  if (error instanceof UserError) {
    const lines = [
      `${k.red('claude-switch:')} ${escapeControls(error.message)}`,
      ...error.details.map(line => `  ${escapeControls(line)}`),
    ]
    const shown = system.output.isTerminal('stderr') ? lines.map(line => wrap(line, '    ')) : lines
    system.output.print('stderr', `${shown.join('\n')}\n`)
    return error.code
  }
  if (error instanceof Error && 'syscall' in error) {
    system.output.print('stderr', `${k.red('claude-switch:')} the system refused: ${escapeControls(error.message)}.\n`)
    return exitCodes.failed
  }
  const what = error instanceof Error ? (error.stack ?? error.message) : String(error)
  system.output.print('stderr', `${k.red('claude-switch:')} this is a bug of ours, please report it: ${what}\n`)
  return exitCodes.failed
}

/** For the code cache: see bootstrap.ts. */
export { warmCache } from './warm-cache.ts'

/** The machine, with what is printed for people escaped in one place. What goes into a pipe or a file is data, and exact. */
function printingSafely(machine: System): System {
  const { print, isTerminal } = machine.output
  const output = {
    ...machine.output,
    print: (stream: 'stdout' | 'stderr', text: string) =>
      print(stream, stream === 'stderr' || isTerminal('stdout') ? escapeLines(text) : text),
  }
  return Object.create(machine, { output: { value: output } })
}

const system = printingSafely(nodeSystem(join(__dirname, '..'), undoVariable))
main(process.argv.slice(2), system)
  .catch(error => complain(error, system))
  .then(code => {
    process.exit(code)
  })
