# claude-switch for elvish 0.18 and newer. In ~/.config/elvish/rc.elv:  eval (claude-switch init elvish | slurp)
# In a script, which has no editor to hand the names to, take them from the namespace:
#   var claude-switch~
#   eval (claude-switch init elvish | slurp) &on-end={|ns| set claude-switch~ = $ns[claude-switch~] }
use path
use str

# What the user had before the first switch. A variable of this closure, so that no program ever sees it.
var undo = ''
# Loaded once more in a living shell, it goes on with what that shell remembers.
try { set undo = (__claude_switch_memory) } catch _ { nop }
fn __claude_switch_memory { put $undo }

# Runs the command with the memory in the environment of this one call.
fn __claude_switch_call {|@words|
  # The node and the file that this was made with, as long as they are there: an upgrade may remove them under a living shell.
  var run = [claude-switch]
  if (and (path:is-regular &follow-symlink '@node@') (path:is-regular &follow-symlink '@cli@')) { set run = ['@node@' '@cli@'] }
  set-env __claude_switch_undo $undo
  try { (external $run[0]) (all $run[1..]) $@words } finally { unset-env __claude_switch_undo }
}

fn claude-switch {|@words|
  var first = ''
  for word $words {
    if (or (eq $word '-') (not (str:has-prefix $word '-'))) { set first = $word; break }
  }
  if (and (not-eq $first launch) (or (eq $first '') (has-value ['@commands@'] $first))) {
    __claude_switch_call $@words
    return
  }
  # A failing command throws here, before anything has changed.
  for errand [(__claude_switch_call --shell-eval elvish '' $@words | from-json)] {
    each $unset-env~ $errand[unset]
    each {|entry| set-env (str:split &max=2 '=' $entry) } $errand[set]
    if $errand[remember] { set undo = $errand[undo] }
    if (not-eq $errand[says] '') { echo $errand[says] >&2 }
    if (not-eq $errand[launch] '') {
      var program @rest = (str:split "\x00" $errand[launch])
      (external $program) $@rest
    }
  }
}

# The editor is there in an interactive shell only; elsewhere its names would not even compile.
var share~ = {|name function| nop }
try { set share~ = (eval 'put $edit:add-var~') } catch _ { nop }
share __claude_switch_memory~ $__claude_switch_memory~
share claude-switch~ $claude-switch~
fn __claude_switch_complete {|_ @words| try { __claude_switch_call complete -- $@words } catch _ { nop } }
try {
  eval &ns=(ns [&complete~=$__claude_switch_complete~]) 'set edit:completion:arg-completer[claude-switch] = $complete~'
} catch _ { nop }

# begin profile
fn cc-@profile@ {|@words| claude-switch launch @profile@ -- $@words }
share 'cc-@profile@~' $'cc-@profile@~'
# end profile
# begin cc
# cc is the C compiler to every script, so only a person gets it.
share cc~ {|@words| claude-switch launch -- $@words }
# end cc
