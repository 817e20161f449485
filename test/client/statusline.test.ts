import { beforeAll, describe, expect, test } from 'vitest'
import { observe, type Step, type Visit } from '../support/namespace.ts'
import { terminalClientMissing } from '../support/real-client.ts'
import { backendsText, loginFile, loginPath } from './files.ts'

/** What a first start would ask for: the look, and whether the directory is trusted. The last one is about a key. */
const answeredBefore = JSON.stringify({
  hasCompletedOnboarding: true,
  projects: { '$HOME/project': { hasTrustDialogAccepted: true } },
  customApiKeyResponses: { approved: ['canary-twenty-letters'.slice(-20)], rejected: [] },
})
const settings = JSON.stringify({ statusLine: { type: 'command', command: 'claude-switch statusline', padding: 0 } })

/** Starts the client in a terminal, says something when the line $2 is there, and prints the screen that has $3 on it. */
const drive = `
t() { tmux -f /dev/null -S "$HOME/tmux" "$@"; }
shows() { for _ in $(seq 100); do t capture-pane -p | grep -qE "$1" && return; sleep 0.2; done; return 1; }
leave() {
  pid=$(t display -p '#{pane_pid}')
  t kill-server
  # The home is taken away afterwards, and the client still writes into it while it ends.
  for _ in $(seq 50); do kill -0 "$pid" 2>/dev/null || return; sleep 0.1; done
  kill -9 "$pid"
}
trap leave EXIT
t new-session -d -x "$1" -y 30 "bash -c '$4 exec claude'"
shows "$2" && t send-keys -l 'say ok' && shows 'say ok' && t send-keys Enter && shows "$3"
code=$?
t capture-pane -p
exit $code
`

interface Row {
  readonly name: string
  readonly visit?: Partial<Visit>
  readonly columns?: number
  /** The switch in front of the client. */
  readonly act?: string
  /** The line before the first answer, and after it. */
  readonly started: string
  readonly answered: string
}

const rows: readonly Row[] = [
  {
    name: 'a backend of one’s own',
    act: 'source claude-switch vllm;',
    started: 'vllm  vllm-model  free',
    answered: 'vllm  vllm-model  free  context 0%',
  },
  {
    name: 'an API key',
    visit: { env: { ANTHROPIC_API_KEY: 'sk-ant-api03-canary-twenty-letters' } },
    started: 'anthropic  Opus 5.5  metered  [$]0.00',
    answered: 'anthropic  Opus 5.5  metered  context 0%  <[$]0.01',
  },
  {
    name: 'a subscription that is nearly used up',
    act: 'source claude-switch cloud;',
    visit: { files: { [loginPath]: loginFile() }, script: 'quota' },
    started: 'cloud  Opus 5.5  subscription',
    answered:
      'cloud  Opus 5.5  subscription  ctx 0%  5h 92% -> cc-ollama [(][0-9][0-9]:[0-9][0-9][)]  7d 41% [(][A-Z][a-z]{2}[)]',
  },
  {
    name: 'the same on a narrow terminal, uncut',
    columns: 64,
    act: 'source claude-switch cloud;',
    visit: { files: { [loginPath]: loginFile() }, script: 'quota' },
    started: 'cloud  Opus 5.5  subscription',
    answered: 'cloud  subscription  ctx 0%  5h 92% -> cc-ollama  7d 41%',
  },
]

function visitOf({ name, visit = {}, columns = 110, act = '', started, answered }: Row): Visit {
  const files = {
    '.claude-backends.env': backendsText,
    '.claude.json': answeredBefore,
    '.claude/settings.json': settings,
  }
  const step = ['bash', '-c', drive, 'drive', String(columns), `^ *${started} *$`, `^ *${answered} *$`, act]
  return { ...visit, name, cwd: 'project', files: { ...files, ...visit.files }, steps: [step] }
}

const missing = terminalClientMissing()

describe.skipIf(missing)(`the status line in the real client${missing ? ` (${missing})` : ''}`, () => {
  let steps: ReadonlyMap<string, readonly Step[]>

  beforeAll(async () => {
    steps = await observe(rows.map(visitOf))
  }, 300_000)

  test.each(rows.map(row => [row.name, row] as const))('%s', (name, { answered }) => {
    const step = steps.get(name)?.[0]
    expect(step?.stdout, step?.stderr).toMatch(new RegExp(`^ *${answered} *$`, 'm'))
    expect(step?.code).toBe(0)
  })
})
