# claude-switch for nushell 0.101 and newer. In ~/.config/nushell/config.nu:
#   mkdir ($nu.data-dir | path join vendor autoload)
#   claude-switch init nushell | save -f ($nu.data-dir | path join vendor autoload claude-switch.nu)

def --env --wrapped claude-switch [...words: string@__claude_switch_complete] {
    let piped = $in
    # The node and the file that this was made with, as long as they are there: an upgrade may remove them under a living shell.
    let run = if ('@node@' | path exists) and ('@cli@' | path exists) { ['@node@' '@cli@'] } else { [claude-switch] }
    # What the user had before the first switch. In a record, since nushell hands programs no variable that is not text.
    let memory = {__claude_switch_undo: ($env.__claude_switch?.undo? | default '')}
    let first = $words | where {|word| $word !~ '^-.' } | append '' | first
    if $first != launch and ($first == '' or $first in ['@commands@']) {
        let run = $run | append $words
        # Not `$piped | ...` where nothing was piped: that would take the terminal away from what runs.
        with-env $memory { if $piped == null { ^$run.0 ...($run | skip 1) } else { $piped | ^$run.0 ...($run | skip 1) } }
    } else {
        # A failing command is an error here, before anything has changed.
        let text = with-env $memory { ^$run.0 ...($run | skip 1) --shell-eval nushell '' ...$words }
        if ($text | is-empty) { return }
        let errand = $text | from json
        let launch = if $errand.launch == '' { [] } else { $errand.launch | split row (char nul) }
        # An error after this point would take back what has been set, since nushell drops the environment of a command that fails.
        if ($launch | is-not-empty) and (which $launch.0 | where type == external | is-empty) {
            error make {msg: $'claude-switch: there is no ($launch.0) on the PATH; nothing was changed.'}
        }
        for name in $errand.unset {
            hide-env --ignore-errors $name
            # A value from further out can show through where one was set and is hidden; null covers it, and no program sees null.
            if $name in ($env | columns) { load-env {($name): null} }
        }
        for entry in $errand.set {
            let pair = $entry | split row --number 2 '='
            load-env {($pair.0): $pair.1}
        }
        if $errand.remember { $env.__claude_switch = {undo: $errand.undo} }
        if $errand.says != '' { print --stderr $errand.says }
        # Last, so that its status is the command's and what was set stays.
        if ($launch | is-empty) { return }
        if $piped == null { ^$launch.0 ...($launch | skip 1) } else { $piped | ^$launch.0 ...($launch | skip 1) }
    }
}

def __claude_switch_complete [line: string] {
    let words = $line | split row --regex '\s+' | skip 1
    try { claude-switch complete -- ...$words | lines } catch { [] }
}

# begin profile
def --env --wrapped cc-@profile@ [...words: string] { $in | claude-switch launch @profile@ -- ...$words }
# end profile
# begin cc
# cc is the C compiler to every script, so only a person gets it.
def --env --wrapped cc [...words: string] {
    if $nu.is-interactive { $in | claude-switch launch -- ...$words } else { $in | ^cc ...$words }
}
# end cc
