import { beforeAll, describe, expect, test } from 'vitest'
import { observe, type Step, type Visit } from '../support/namespace.ts'
import { terminalClientMissing } from '../support/real-client.ts'

// Interactive sessions on our own demo, in a terminal: the client's default mode stops there at the first command that it
// would have Anthropic check, and whatever we start or write must not.

const answeredBefore = JSON.stringify({
  hasCompletedOnboarding: true,
  projects: { '$HOME/project': { hasTrustDialogAccepted: true } },
})

/** Starts the demo, acts by $1, starts a session in a terminal by $2, and has the model run $3: what is on the screen then. */
const drive = `
t() { tmux -f /dev/null -S "$HOME/tmux" "$@"; }
shows() { for _ in $(seq 100); do t capture-pane -p | grep -qE "$1" && return; sleep 0.2; done; return 1; }
leave() {
  pid=$(t display -p '#{pane_pid}')
  t kill-server
  kill "$demo"
  wait "$demo"
  # The home is taken away afterwards, and the client still writes into it while it ends.
  for _ in $(seq 50); do kill -0 "$pid" 2>/dev/null || return; sleep 0.1; done
  kill -9 "$pid"
}
trap leave EXIT
claude-switch demo --keep > "$HOME/demo.txt" & demo=$!
for _ in $(seq 100); do grep -q CLAUDE_BACKENDS_CONFIG "$HOME/demo.txt" && break; sleep 0.2; done
eval "$(grep -o 'export CLAUDE_BACKENDS_CONFIG=.*' "$HOME/demo.txt")"
printf '%s\\n' "$4" >> "$CLAUDE_BACKENDS_CONFIG"
eval "$1" || exit
printf 'eval "$(claude-switch init bash)"\\n%s\\n' "$2" > "$HOME/session"
t new-session -d -x 110 -y 40 "bash --norc -i -c 'source $HOME/session'"
shows '^❯|keep accept edits'
# Asked once of whoever has another mode; the answer comes late on a busy machine.
sleep 2
if t capture-pane -p | grep -q 'keep accept edits'; then t send-keys Down; sleep 0.3; t send-keys Enter; fi
shows '^❯' && t send-keys -l "run \\\`$3\\\`" && shows "run .?$3" && sleep 0.5 && t send-keys Enter
shows "Do you want to proceed|Auto mode can.t check|The tool said"
code=$?
t capture-pane -p
exit $code
`

const harmless = 'touch harmless.txt'
const risky = 'npm install left-pad'
const asks = /Do you want to proceed\?/
const stops = /Auto mode can.t check actions/
const runs = /The tool said/
const mode = (name: string) => ({ '.claude/settings.json': JSON.stringify({ permissions: { defaultMode: name } }) })

interface Row {
  readonly name: string
  readonly files?: Record<string, string>
  /** What is done in front of the session. */
  readonly act?: string
  readonly start: string
  readonly lines?: string
  readonly command: string
  readonly shows: RegExp
}

const rows: readonly Row[] = [
  { name: 'the default start, a harmless call', start: 'claude-switch local; claude', command: harmless, shows: runs },
  { name: 'the default start, a risky call', start: 'claude-switch local; claude', command: risky, shows: stops },
  { name: 'a launcher, a harmless call', start: 'cc-local', command: harmless, shows: asks },
  { name: 'a launcher, a risky call', start: 'cc-local', command: risky, shows: asks },
  { name: 'run, a risky call', start: 'claude-switch run local -- claude', command: risky, shows: asks },
  {
    name: 'cc on what is active, a risky call',
    start: 'claude-switch local; cc',
    command: risky,
    shows: asks,
  },
  {
    name: 'settings of a project, a risky call',
    act: 'claude-switch settings local',
    start: 'claude',
    command: risky,
    shows: asks,
  },
  {
    name: 'settings of a user, a risky call',
    act: 'claude-switch settings local --scope user',
    start: 'claude',
    command: risky,
    shows: asks,
  },
  {
    name: 'a launcher, and a mode of the user’s own: what it lets run',
    files: mode('acceptEdits'),
    start: 'cc-local',
    command: harmless,
    shows: runs,
  },
  {
    name: 'a launcher, and a mode of the user’s own: what it asks for',
    files: mode('acceptEdits'),
    start: 'cc-local',
    command: risky,
    shows: asks,
  },
  {
    name: 'a launcher, and auto mode in CLAUDE_ARGS',
    lines: "LOCAL_CLAUDE_ARGS='--permission-mode auto'",
    start: 'cc-local',
    command: risky,
    shows: stops,
  },
]

function visitOf({ name, files = {}, act = 'true', start, command, lines = '' }: Row): Visit {
  return {
    name,
    cwd: 'project',
    files: { '.claude.json': answeredBefore, ...files },
    steps: [['bash', '-c', drive, 'drive', act, start, command, lines]],
  }
}

const missing = terminalClientMissing()

describe.skipIf(missing)(`auto mode behind a backend of one’s own${missing ? ` (${missing})` : ''}`, () => {
  let steps: ReadonlyMap<string, readonly Step[]>

  beforeAll(async () => {
    steps = await observe(rows.map(visitOf))
  }, 300_000)

  test.each(rows.map(row => [row.name, row] as const))('%s', (name, { shows }) => {
    const step = steps.get(name)?.[0]
    expect(step?.stdout, step?.stderr).toMatch(shows)
    const others = [asks, stops, runs].filter(one => one !== shows)
    for (const other of others) expect(step?.stdout).not.toMatch(other)
    expect(step?.code).toBe(0)
  })
})
