# claude-switch for dash, ksh93, mksh, busybox ash, yash and other POSIX shells: eval "$(claude-switch init sh)"
# A function's name may not have a hyphen here, so the command is an alias; in scripts, call __claude_switch.
\unalias claude-switch 2>/dev/null || \true

# The node and the file that this was made with, as long as they are there: an upgrade may remove them under a living shell.
__claude_switch_node() {
  if \command test -x '@node@' && \command test -r '@cli@'; then
    __claude_switch_undo="${__claude_switch_undo-}" \command '@node@' -- '@cli@' "$@"
  else
    __claude_switch_undo="${__claude_switch_undo-}" \command claude-switch "$@"
  fi
}

__claude_switch() {
  # mksh and ksh93 read the whole text that is evaluated, and under -v print it, before any of it runs.
  case "$-" in
  *v*)
    \set +v
    if __claude_switch "$@"; then \set -v; else \eval "\set -v; \"return\" $?"; fi
    \return
    ;;
  esac
  # Descriptor 3 alone is evaluated; 4 is the real stdout. Tracing stops around what holds secrets.
  case "$-: @names@ " in
  *x*:*)
    \set -- --shell-eval sh "$-" "$@"
    { \set +x; } 2>/dev/null
    { \eval "$(__claude_switch_node "$@" 3>&1 >&4 4>&- && \echo "\"set\" -x" || \echo "\"set\" -x; \"return\" $?")"; } 4>&1
    ;;
  *" ${1-list} "*)
    # What changes nothing here is a job of its own, which Ctrl-Z stops; inside $(...) it would stop the shell for good.
    __claude_switch_node "$@"
    ;;
  *)
    \set -- --shell-eval sh "$-" "$@"
    { \eval "$(__claude_switch_node "$@" 3>&1 >&4 4>&- || \echo "\"return\" $?")"; } 4>&1
    ;;
  esac
}
\alias claude-switch=__claude_switch

# begin profile
\alias cc-@profile@='__claude_switch launch @profile@ --'
# end profile
# begin cc
# cc is the C compiler to every script, so only a person gets it.
case "$-" in *i*) \alias cc='__claude_switch launch --' ;; esac
# end cc
