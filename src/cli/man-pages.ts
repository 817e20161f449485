import type { CommandSpec, OptionSpec, Program } from '../commands/command.ts'

/**
 * The man pages (section 1), by the names of their files: one for the whole program, one for each command that people type.
 * Made from the table that help is made from, in the macros of man(7).
 */
export function manPages({ commands, switchCommand }: Program, version: string): ReadonlyMap<string, string> {
  const typed = commands.filter(({ hidden }) => !hidden)
  const pages = typed.map(spec => [fileOf(spec.name), commandPage(spec, version)] as const)
  return new Map([['claude-switch.1', wholePage(typed, switchCommand, version)], ...pages])
}

const fileOf = (name: string) => `claude-switch-${name}.1`

function wholePage(commands: readonly CommandSpec[], switchCommand: CommandSpec, version: string): string {
  return page([
    title('claude-switch', version),
    '.SH NAME',
    'claude-switch \\- decide, in the shell you are in, which backend Claude Code talks to and who pays',
    '.SH SYNOPSIS',
    '.B source claude-switch',
    '.RI < profile >',
    '.br',
    '.B claude-switch',
    '.RI < command >',
    '.SH DESCRIPTION',
    'Profiles are backends that are written down in',
    '.IR ~/.claude-backends.env .',
    'Switching to one changes the variables that Claude Code reads, in this shell alone;',
    '.B claude-switch off',
    'brings back what was there before.',
    '.SH OPTIONS OF A SWITCH',
    ...optionLines(switchCommand.options),
    '.SH COMMANDS',
    ...commands.flatMap(({ name, words, says }) => ['.TP', `.B ${text([name, words].join(' ').trim())}`, text(says)]),
    '.SH EXIT STATUS',
    ...exits.flatMap(([code, says]) => ['.TP', `.B ${code}`, text(says)]),
    '.SH FILES',
    ...files.flatMap(([path, says]) => ['.TP', `.I ${text(path)}`, text(says)]),
    ...exampleLines(switchCommand),
    '.SH SEE ALSO',
    commands.map(({ name }) => `.BR ${text(`claude-switch-${name}`)} (1)`).join(' ,\n'),
  ])
}

function commandPage(spec: CommandSpec, version: string): string {
  const name = `claude-switch-${spec.name}`
  const { options } = spec
  return page([
    title(name, version),
    '.SH NAME',
    `${text(name)} \\- ${text(spec.says)}`,
    '.SH SYNOPSIS',
    `.B claude-switch ${text(spec.name)}`,
    ...(options.length > 0 ? ['.RI [ options ]'] : []),
    ...(spec.words === '' ? [] : [text(spec.words)]),
    ...(options.length > 0 ? ['.SH OPTIONS', ...optionLines(options)] : []),
    ...exampleLines(spec),
    '.SH SEE ALSO',
    '.BR claude\\-switch (1)',
  ])
}

const title = (name: string, version: string) =>
  `.TH "${text(name.toUpperCase())}" "1" "" "${text(`claude-switch ${version}`)}" "User Commands"`

function optionLines(options: readonly OptionSpec[]): string[] {
  return options.flatMap(({ name, short, value, says }) => {
    const names = [...(short ? [`-${short}`] : []), `--${name}`].map(text).join(', ')
    return ['.TP', value ? `.BI "${names} " ${text(value)}` : `.B ${names}`, text(says)]
  })
}

function exampleLines({ examples }: CommandSpec): string[] {
  if (examples.length === 0) return []
  return ['.SH EXAMPLES', ...examples.flatMap(([line, says]) => ['.TP', `.B ${text(line)}`, text(says)])]
}

const exits = [
  ['0', 'done'],
  ['1', 'it could not be done, or the doctor found something that breaks'],
  ['2', 'the command line, or the backends file, says something that cannot be'],
  ['3', 'status --require, run or a launcher: what would be used is not what was asked for'],
] as const

const files = [
  ['~/.claude-backends.env', 'the profiles; CLAUDE_BACKENDS_CONFIG names another file'],
  ['~/.local/state/claude-switch', 'the address and the log of the router; XDG_STATE_HOME moves it'],
] as const

/** A text as roff takes it literally: hyphens that can be copied, no escapes, no macro at the beginning of a line. */
function text(plain: string): string {
  return plain.replaceAll('\\', '\\e').replaceAll('-', '\\-').replaceAll('"', '\\(dq').replace(/^[.']/, '\\&$&')
}

function page(lines: readonly string[]): string {
  return `${lines.join('\n')}\n`
}
