/** What a variable must look like to be one in every shell (POSIX XBD 8.1, and what all of them accept). */
export function isVariableName(name: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name)
}

/**
 * Variables that a shell or the operating system keeps for itself: read-only in some shell, or able to take away the
 * very commands that a switch needs, or a number to zsh, which makes 0 of any word. `ENV_` refuses them in every shell alike, so that a file works in all of them.
 */
const taken = new Set(
  (
    'PATH HOME PWD OLDPWD SHELL USER LOGNAME IFS TERM SHLVL _ UID EUID GID EGID PPID USERNAME ' +
    'BASH BASHOPTS SHELLOPTS BASHPID BASH_ENV ENV POSIXLY_CORRECT PROMPT_COMMAND PS1 PS2 PS4 OPTIND OPTARG OPTERR ' +
    'LINENO RANDOM SECONDS FUNCNAME GROUPS DIRSTACK HISTFILE HISTCMD LD_PRELOAD LD_LIBRARY_PATH DYLD_INSERT_LIBRARIES ' +
    'ARGC ARGV STATUS STATUS_CURRENT PIPESTATUS ZSH_EVAL_CONTEXT ZDOTDIR FPATH CDPATH NODE_CHANNEL_FD ' +
    'NU_VERSION FILE_PWD CURRENT_FILE FISH_PID FISH_VERSION VERSION HISTORY HOSTNAME ' +
    'LINES COLUMNS HISTSIZE SAVEHIST FUNCNEST KEYTIMEOUT LISTMAX MAILCHECK PROMPT NULLCMD READNULLCMD HISTCHARS ' +
    'MANPATH MODULE_PATH FIGNORE WORDCHARS TTY KSH_VERSION ZSH_VERSION BASH_VERSION YASH_VERSION ' +
    'SPROMPT COMMAND_NOT_FOUND_HANDLER MAIL MAILPATH TMOUT PSMODULEPATH ENV_CONVERSIONS POSTEDIT'
  ).split(' '),
)

/** Families of such names; what a prompt holds is run by most shells, what a loader's variable names by every program. */
const ofShells = /^((BASH|FISH|ZSH|YASH|LD|DYLD)_|R?PS\d|PS\dR$|R?PROMPT\d?$)/i

/** True for a name that `ENV_` may not set because a shell owns it. Case does not matter, since it differs by shell. */
export function isTakenByShells(name: string): boolean {
  return taken.has(name.toUpperCase()) || ofShells.test(name)
}
