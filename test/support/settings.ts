/** One way in which a user's shell can differ from a plain one. */
export interface Setting {
  readonly name: string
  /** The shells that have it; all of the Bourne family without it. */
  readonly shells?: readonly string[]
  /** The only way that works under it: a strictly POSIX `.` takes no arguments. */
  readonly by?: 'init'
  /** What puts it in force. */
  readonly text: string
  /** It traces or echoes what runs, so stderr is not empty. */
  readonly noisy?: true
}

const builtins = [
  'export',
  'unset',
  'eval',
  'command',
  'return',
  'builtin',
  'set',
  'printf',
  'echo',
  'test',
  'node',
  'claude',
]
const hijack = (names: readonly string[], define: (name: string) => string) => names.map(define).join('\n')
const alias = (name: string) => `\\alias ${name}='echo hijacked alias ${name} >&2; false'`
const functionOf = (name: string) => `${name}() { echo "hijacked function ${name}" >&2; return 9; }`

/** Settings of all shells of the Bourne family. */
const everywhere: readonly Setting[] = [
  { name: 'nothing', text: '' },
  { name: 'errexit', text: 'set -e' },
  { name: 'nounset', text: 'set -u' },
  { name: 'noglob and noclobber', text: 'set -fC' },
  { name: 'allexport', text: 'set -a' },
  { name: 'xtrace', text: 'set -x', noisy: true },
  { name: 'verbose', text: 'set -v', noisy: true },
  { name: 'all of them', text: 'set -eufaCxv', noisy: true },
  { name: 'an odd IFS', text: "IFS='/=-:'" },
  { name: 'an empty IFS', text: 'IFS=' },
  { name: 'aliases of builtins', text: hijack(builtins, alias) },
  {
    name: 'functions of commands, CDPATH, a trap, odd variables',
    text: `${hijack(['node', 'claude'], functionOf)}
CDPATH=/:/usr; trap 'echo bye >/dev/null' EXIT; name=x; node=/nowhere; line=kept; REPLY=kept; unset TERM LANG`,
  },
]

const special = ['export', 'unset', 'eval', 'test', 'printf', 'echo', 'set']

const ofBash: readonly Setting[] = [
  { name: 'posix mode', text: 'set -o posix' },
  { name: 'posix mode, errexit, nounset', text: 'set -o posix; set -eu' },
  { name: 'pipefail, inherit_errexit, lastpipe', text: 'set -e; set -o pipefail; shopt -s inherit_errexit lastpipe' },
  { name: 'an ERR trap', text: "set -E; trap 'echo ERR fired >&2' ERR" },
  { name: 'an ERR trap with errexit', text: "set -Ee; trap 'echo ERR fired >&2' ERR" },
  { name: 'a DEBUG trap', text: "set -T; trap 'true' DEBUG" },
  { name: 'extdebug', text: 'shopt -s extdebug' },
  { name: 'failglob, extglob', text: 'shopt -s failglob extglob' },
  { name: 'nullglob, dotglob, globstar, nocasematch', text: 'shopt -s nullglob dotglob globstar nocasematch' },
  { name: 'xpg_echo and history expansion', text: 'shopt -s xpg_echo; set -H' },
  { name: 'functions of builtins', text: hijack(special, functionOf) },
]

/** zsh options that bear on what we write, each group in force at once. */
const zshOptions = [
  'sh_word_split glob_subst magic_equal_subst',
  'ksh_arrays posix_identifiers posix_strings',
  'nomatch glob_assign extended_glob ksh_glob',
  'null_glob no_bare_glob_qual',
  'csh_junkie_quotes csh_nullcmd',
  'rc_quotes ignore_braces',
  'posix_argzero',
  'no_function_argzero posix_builtins',
  'warn_create_global warn_nested_var',
  'err_return',
  'err_exit no_unset pipefail',
  'all_export local_options',
]

const ofZsh: readonly Setting[] = [
  ...zshOptions.map(options => ({ name: options, text: `setopt ${options}` })),
  { name: 'emulate sh', text: 'emulate sh' },
  { name: 'emulate ksh', text: 'emulate ksh' },
  { name: 'global aliases', text: "alias -g node='hijacked' L='| cat' x=y" },
  { name: 'a ZERR trap', text: "trap 'echo ERR fired >&2' ZERR" },
  { name: 'a DEBUG trap', text: "trap 'true' DEBUG" },
  { name: 'functions of builtins', text: hijack(special, functionOf) },
  { name: 'hooks', text: 'chpwd() { echo hijacked chpwd >&2 }; precmd() { echo hijacked precmd >&2 }' },
]

const ofKornAndYash: readonly Setting[] = [
  { name: 'pipefail', shells: ['ksh93', 'mksh', 'yash', 'busybox'], text: 'set -o pipefail' },
  { name: 'posix mode', shells: ['mksh'], text: 'set -o posix' },
  { name: 'posix mode', shells: ['yash'], by: 'init', text: 'set -o posixlycorrect' },
  { name: 'an ERR trap', shells: ['ksh93', 'mksh'], text: "trap 'echo ERR fired >&2' ERR" },
]

const ofFish: readonly Setting[] = [
  { name: 'nothing', text: '' },
  { name: 'fish_trace', text: 'set -g fish_trace 1', noisy: true },
  {
    name: 'functions of builtins',
    text: 'function set_color; echo hijacked >&2; end; function node; echo hijacked >&2; end',
  },
  { name: 'an odd IFS', text: 'set -g IFS /' },
  { name: 'an event handler', text: 'function onvar --on-variable ANTHROPIC_MODEL; true; end' },
]

const bourne = ['bash', 'zsh', 'dash', 'ksh93', 'mksh', 'busybox', 'yash']
const of = (shells: readonly string[], some: readonly Setting[]) =>
  some.map(setting => ({ ...setting, shells: setting.shells ?? shells }))

/** Every setting with its shells. */
export const settings = [
  ...of(bourne, everywhere),
  ...of(['bash'], ofBash),
  ...of(['zsh'], ofZsh),
  ...of(bourne, ofKornAndYash),
  ...of(['fish'], ofFish),
]
