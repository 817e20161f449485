/** What an init script is filled with. */
export interface InitFacts {
  readonly quote: (text: string) => string
  readonly node: string
  readonly cli: string
  /** The command names, which a shell without descriptor 3 runs directly. */
  readonly commands: readonly string[]
  readonly profiles: readonly string[]
  readonly launchers: boolean
  readonly cc: boolean
}

/**
 * Fills one of the scripts in `shell/`. They are whole scripts in their own languages, linted as they stand: the paths
 * stand in them as `'@node@'` and `'@cli@'`, the command names as `'@commands@'` (each quoted) or `@names@` (as they are,
 * without the one whose errand the shell evaluates), and blocks between comment lines
 * `begin NAME` and `end NAME` are kept, dropped, or (`profile`) repeated for each profile with `@profile@` replaced.
 */
export function fillInit(script: string, facts: InitFacts): string {
  const { quote } = facts
  const withBlocks = block(
    block(script, 'cc', text => (facts.cc ? text : '')),
    'profile',
    text => (facts.launchers ? facts.profiles.map(name => text.replaceAll('@profile@', () => name)).join('') : ''),
  )
  return withBlocks
    .replaceAll("'@node@'", () => quote(facts.node))
    .replaceAll("'@cli@'", () => quote(facts.cli))
    .replaceAll("'@commands@'", () => facts.commands.map(quote).join(' '))
    .replaceAll('@names@', () => facts.commands.filter(name => name !== 'launch').join(' '))
}

function block(script: string, name: string, change: (text: string) => string): string {
  const pattern = new RegExp(`^[^\\S\\n]*# begin ${name}\\n([\\s\\S]*?)^[^\\S\\n]*# end ${name}\\n`, 'gm')
  return script.replace(pattern, (_, text: string) => change(text))
}
