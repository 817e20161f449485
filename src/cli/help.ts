import { Command as Commander, CommanderError, Option } from 'commander'
import type { CommandSpec, Input, Program } from '../commands/command.ts'
import { didYouMean } from '../profiles/did-you-mean.ts'
import type { System } from '../system/system.ts'
import { exitCodes, UserError } from '../system/user-error.ts'

/** Columns that help is folded to where no terminal says otherwise. */
const width = 80

/**
 * The whole command line by commander: help, version, mistakes with the nearest name, and the commands whose words are
 * another program's. Built from the same table as the plain way. Returns the exit code.
 */
export async function printHelp(
  args: readonly string[],
  program: Program,
  version: string,
  system: System,
  perform: (spec: CommandSpec, input: Pick<Input, 'words' | 'options'>) => Promise<number>,
): Promise<number> {
  let code: number = exitCodes.done
  const act =
    (spec: CommandSpec) =>
    async (...given: unknown[]) => {
      const command = given.at(-1) as Commander
      code = await perform(spec, { words: command.args, options: optionsOf(command) })
    }
  const top = new Commander('claude-switch')
    .description('Decides, in the shell you are in, which backend Claude Code talks to and who pays.')
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'show help')
    .helpCommand('help [command]', 'show help for a command')
    .usage('<profile> | <command>')
    .enablePositionalOptions()
    .exitOverride()
    .configureOutput({
      writeOut: text => system.output.print('stdout', text),
      writeErr: text => system.output.print('stderr', text),
      getOutHelpWidth: () => width,
      getErrHelpWidth: () => width,
      outputError: (text, write) => write(text.replace(/^error: /, 'claude-switch: ')),
    })
    .showSuggestionAfterError()
  for (const spec of program.commands)
    define(top.command(spec.name, { hidden: spec.hidden === true }), spec).action(act(spec))
  define(top.command(switchName, { isDefault: true, hidden: true }), program.switchCommand).action(
    act(program.switchCommand),
  )
  top.addHelpText('after', () => `${optionsText(program.switchCommand)}\n${examplesText(program.switchCommand)}`)
  const [word, topic] = args
  if (word === 'help' && topic !== undefined && !program.commands.some(({ name }) => name === topic)) {
    const near = didYouMean(
      topic,
      program.commands.filter(({ hidden }) => !hidden).map(({ name }) => name),
    )
    const way = near ? `Did you mean ${near}?` : 'claude-switch --help lists the commands.'
    throw new UserError(`there is no command ${JSON.stringify(topic)}. ${way}`, exitCodes.usage)
  }
  // commander takes it for a profile, and blames the options behind it.
  const known = program.commands.map(({ name }) => name)
  const meant = word === undefined || word.startsWith('-') || known.includes(word) ? undefined : didYouMean(word, known)
  if (meant !== undefined && args.length > 1)
    throw new UserError(`there is no command ${JSON.stringify(word)}. Did you mean ${meant}?`, exitCodes.usage)
  try {
    await top.parseAsync([...args], { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    return error.exitCode === 0 ? exitCodes.done : exitCodes.usage
  }
  return code
}

/** The switch has no word of its own on the command line. */
const switchName = '<profile>'

function define(command: Commander, spec: CommandSpec): Commander {
  command
    .description(spec.says)
    .helpOption('-h, --help', 'show help')
    .showHelpAfterError(`See: claude-switch ${command.name() === switchName ? '' : `${spec.name} `}--help`)
  if (spec.count === 'any')
    command
      .argument('<profile>')
      .argument('[command...]')
      .passThroughOptions()
      .usage('[options] <profile> [--] <command...>')
  else for (const word of spec.words.split(' ').filter(Boolean)) command.argument(word)
  for (const { name, short, value, says } of spec.options) {
    const flags = `${short ? `-${short}, ` : ''}--${name}${value ? ` <${value}>` : ''}`
    command.addOption(new Option(flags, says))
  }
  return command.addHelpText('after', () => examplesText(spec))
}

/** commander's camelCase names, as the table writes them. */
function optionsOf(command: Commander): Input['options'] {
  const kebab = (name: string) => name.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)
  return Object.fromEntries(Object.entries(command.opts()).map(([name, value]) => [kebab(name), value]))
}

function optionsText({ options }: CommandSpec): string {
  const flags = options.map(
    ({ name, short, value }) => `${short ? `-${short}, ` : ''}--${name}${value ? ` <${value}>` : ''}`,
  )
  const width = Math.max(...flags.map(({ length }) => length))
  const lines = options.map(({ says }, index) => `  ${(flags[index] ?? '').padEnd(width)}  ${says}`)
  return `\nOptions of a switch:\n${lines.join('\n')}`
}

function examplesText({ examples }: CommandSpec): string {
  if (examples.length === 0) return ''
  const lines = examples.map(([line, says]) => `  ${line}\n      ${says}`)
  return `\nExamples:\n${lines.join('\n')}`
}
