# claude-switch for PowerShell 7 and Windows PowerShell 5.1. In $PROFILE:
#   Invoke-Expression (& claude-switch init powershell | Out-String)

# What the user had before the first switch. Not an environment variable, so that no program ever sees it.
if (-not (Test-Path -LiteralPath Variable:global:__claude_switch_undo)) { $global:__claude_switch_undo = '' }

# Words for a program, where PowerShell itself would lose their double quotes and drop the empty ones: 5.1 to 7.2, and Legacy.
function global:__claude_switch_quote($words) {
    $passing = Get-Variable -Name PSNativeCommandArgumentPassing -ValueOnly -ErrorAction SilentlyContinue
    foreach ($word in $words) {
        $word = [string]$word
        if ($null -ne $passing -and $passing -ne 'Legacy') { $word; continue }
        if ($word -eq '') { '""'; continue }
        $word = $word -replace '(\\*)"', '$1$1\"'
        if ($word -match '\s') { $word = $word -replace '(\\+)$', '$1$1' }
        $word
    }
}

# Runs a program. What is piped to it comes as $piped, or is $null. Its status is in $LASTEXITCODE.
function global:__claude_switch_run($program, $words, $piped) {
    # Its failure is ours to report; this preference of 7.4 would throw.
    $PSNativeCommandUseErrorActionPreference = $false
    $command = Get-Command -Name $program -CommandType Application, ExternalScript -ErrorAction SilentlyContinue | Select-Object -First 1
    if ($null -eq $command) {
        $global:LASTEXITCODE = 127
        Write-Error "claude-switch: there is no $program on the PATH." -Category ObjectNotFound
        return
    }
    if ($command.CommandType -eq 'Application') { $words = @(__claude_switch_quote $words) }
    # What a program leaves behind that does not even start.
    $global:LASTEXITCODE = 126
    # Not `$piped | ...` where nothing was piped: that would take the terminal away from what runs.
    if ($null -eq $piped) { & $command @words } else { $piped | & $command @words }
}

# Runs claude-switch itself, with the memory in the environment of this one call.
function global:__claude_switch_call($words, $piped) {
    # The node and the file that this was made with, as long as they are there: an upgrade may remove them under a living shell.
    $program = 'claude-switch'
    if ((Test-Path -LiteralPath '@node@' -PathType Leaf) -and (Test-Path -LiteralPath '@cli@' -PathType Leaf)) {
        $program = '@node@'
        $words = @('@cli@') + $words
    }
    # A host without a console, such as ISE, has no encoding to set.
    $encoding = $null
    try { $encoding = [Console]::OutputEncoding; [Console]::OutputEncoding = New-Object System.Text.UTF8Encoding $false } catch { }
    $env:__claude_switch_undo = $global:__claude_switch_undo
    try { __claude_switch_run $program $words $piped }
    finally {
        Remove-Item -LiteralPath Env:__claude_switch_undo -ErrorAction SilentlyContinue
        if ($null -ne $encoding) { try { [Console]::OutputEncoding = $encoding } catch { } }
    }
}

function global:__claude_switch($words, $piped) {
    $first = ''
    foreach ($word in $words) { if ($word -notmatch '^-.') { $first = $word; break } }
    $commands = & { $args } '@commands@'
    if ($first -cne 'launch' -and ($first -eq '' -or $commands -ccontains $first)) {
        __claude_switch_call $words $piped
        return
    }
    # 5.1 drops an empty word, so the options of this shell, which has none, are a dash.
    $answer = -join @(__claude_switch_call (@('--shell-eval', 'powershell', '-') + $words) $null)
    if ($global:LASTEXITCODE -ne 0) {
        Write-Error "claude-switch: status $($global:LASTEXITCODE); nothing was changed."
        return
    }
    if ($answer -eq '') { return }
    $errand = ConvertFrom-Json $answer
    foreach ($name in $errand.unset) { Remove-Item -LiteralPath "Env:$name" -ErrorAction SilentlyContinue }
    foreach ($entry in $errand.set) {
        $name, $value = $entry.Split([char[]]'=', 2)
        Set-Item -LiteralPath "Env:$name" -Value $value
    }
    if ($errand.remember) { $global:__claude_switch_undo = $errand.undo }
    if ($errand.says -ne '') { [Console]::Error.WriteLine($errand.says) }
    if ($errand.launch -ne '') {
        $program, $rest = $errand.launch.Split([char]0)
        __claude_switch_run $program @($rest | Where-Object { $null -ne $_ }) $piped
    }
}

function global:claude-switch {
    if ($MyInvocation.ExpectingInput) { __claude_switch $args @($input) } else { __claude_switch $args $null }
}

Register-ArgumentCompleter -Native -CommandName claude-switch -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $before = @($commandAst.CommandElements | Select-Object -Skip 1 | Where-Object { $_.Extent.EndOffset -lt $cursorPosition } | ForEach-Object { $_.ToString() })
    $status = Get-Variable -Name LASTEXITCODE -Scope Global -ValueOnly -ErrorAction SilentlyContinue
    __claude_switch_call (@('complete', '--') + $before + @($wordToComplete)) $null | ForEach-Object {
        [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
    }
    $global:LASTEXITCODE = $status
}

# begin profile
function global:cc-@profile@ {
    $words = @('launch', '@profile@', '--') + $args
    if ($MyInvocation.ExpectingInput) { __claude_switch $words @($input) } else { __claude_switch $words $null }
}
# end profile
# begin cc
# cc is the C compiler to every script, so only a person gets it.
if ([Environment]::UserInteractive -and (([Environment]::GetCommandLineArgs() -match '^-noe') -or
        -not ([Environment]::GetCommandLineArgs() -match '^-(noni\w*|f|fi\w*|c|co\w*)$'))) {
    function global:cc {
        $words = @('launch', '--') + $args
        if ($MyInvocation.ExpectingInput) { __claude_switch $words @($input) } else { __claude_switch $words $null }
    }
}
# end cc
