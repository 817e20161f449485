# claude-switch for zsh. In ~/.zshrc:  eval "$(claude-switch init zsh)"
\builtin unalias claude-switch 2>/dev/null || \builtin true

# The node and the file that this was made with, as long as they are there: an upgrade may remove them under a living shell.
function __claude_switch_node {
  if \builtin test -x '@node@' && \builtin test -r '@cli@'; then
    __claude_switch_undo="${__claude_switch_undo-}" \command '@node@' -- '@cli@' "$@"
  else
    __claude_switch_undo="${__claude_switch_undo-}" \command claude-switch "$@"
  fi
}

function claude-switch {
  # Descriptor 3 alone is evaluated; 4 is the real stdout. Tracing stops around what holds secrets.
  case "$-: @names@ " in
  *x*:*)
    \builtin set -- --shell-eval zsh "$-" "$@"
    { \builtin set +x; } 2>/dev/null
    { \builtin eval "$(__claude_switch_node "$@" 3>&1 >&4 4>&- && \builtin echo "\"builtin\" set -x" || \builtin echo "\"builtin\" set -x; \"return\" $?")"; } 4>&1
    ;;
  *" ${1-list} "*)
    # What changes nothing here is a job of its own, which Ctrl-Z stops; inside $(...) it would stop the shell for good.
    __claude_switch_node "$@"
    ;;
  *)
    \builtin set -- --shell-eval zsh "$-" "$@"
    { \builtin eval "$(__claude_switch_node "$@" 3>&1 >&4 4>&- || \builtin echo "\"return\" $?")"; } 4>&1
    ;;
  esac
}

function __claude_switch_complete {
  \builtin local -a candidates
  candidates=("${(@f)$(\claude-switch complete -- "${(@)words[2,CURRENT]}" 2>/dev/null)}")
  \builtin compadd -a candidates
}
# compdef is there once compinit has run, which is the user's to do.
if (( ${+functions[compdef]} )); then compdef __claude_switch_complete claude-switch; fi

# begin profile
\builtin unalias cc-@profile@ 2>/dev/null || \builtin true
function cc-@profile@ { \claude-switch launch @profile@ -- "$@"; }
# end profile
# begin cc
# cc is the C compiler to every script, so only a person gets it.
case "$-" in *i*) \builtin unalias cc 2>/dev/null || \builtin true ;; esac
case "$-" in *i*)
  function cc { \claude-switch launch -- "$@"; }
  ;;
esac
# end cc
