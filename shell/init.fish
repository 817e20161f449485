# claude-switch for fish 3.1 and newer. In ~/.config/fish/config.fish:  claude-switch init fish | source
function claude-switch --description 'Decide which backend Claude Code talks to, in this shell'
    # Tracing would print the secrets.
    set --local fish_trace
    # The node and the file that this was made with, as long as they are there: an upgrade may remove them under a living shell.
    set --local run claude-switch
    test -x '@node@' -a -r '@cli@'; and set run '@node@' -- '@cli@'
    set --local first (string match --invert --regex -- '^-.' $argv)[1]
    if test "$first" != launch; and begin
            test -z "$first"; or contains -- $first '@commands@'
        end
        __claude_switch_undo="$__claude_switch_undo" command $run $argv
        return
    end
    # Descriptor 3 is evaluated; what the command prints goes to stderr. Through `read`, since a command substitution would
    # not see where the caller sent stderr, and `source` at the end of a pipe would take the stdin of what is launched.
    __claude_switch_undo="$__claude_switch_undo" command $run --shell-eval fish '' $argv 3>&1 1>&2 | read --null --local text
    set --local code $pipestatus[1]
    test $code -eq 0; or return $code
    eval $text
end

complete --command claude-switch --no-files --arguments '(claude-switch complete -- (commandline --tokenize --cut-at-cursor)[2..-1] (commandline --current-token --cut-at-cursor) 2>/dev/null)'

# begin profile
function cc-@profile@ --wraps claude --description 'Claude Code on profile @profile@'
    claude-switch launch @profile@ -- $argv
end
# end profile
# begin cc
# cc is the C compiler to every script, so only a person gets it.
if status is-interactive
    function cc --wraps claude --description 'Claude Code on the backend that is active'
        claude-switch launch -- $argv
    end
end
# end cc
