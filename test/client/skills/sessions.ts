import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { fill } from '../../../src/templates/fill.ts'
import { root } from '../../support/binary.ts'
import type { Visit } from '../../support/namespace.ts'
import { loginFile, loginPath } from '../files.ts'

// The real client loads each skill, and runs in its own Bash tool what stands in it. `local` and `parent` are backends
// of ours on loopback; `cloud` is Anthropic, where the recorder is.

export type Skill = 'cloud-escalator' | 'vibe-orchestrator'

const backends = `LOCAL_KIND=vllm
LOCAL_BASE_URL=http://127.0.0.1:8201/local
LOCAL_MODEL=local-model
LOCAL_AUTH_TOKEN=canary-local
LOCAL_CONTEXT_TOKENS=131072
LOCAL_ENV_SLASH_COMMAND_TOOL_CHAR_BUDGET=8000
PARENT_KIND=gateway
PARENT_BASE_URL=http://127.0.0.1:8201/parent
PARENT_MODEL=parent-model
PARENT_AUTH_TOKEN=canary-parent-token
`

export const textOf = (skill: Skill) =>
  fill(readFileSync(join(root, `templates/skills/${skill}/SKILL.md`), 'utf8'), 'shell', new Map()).text

/** The commands of a skill, as they stand, with words for the lines in angle brackets. */
function commandsIn(skill: Skill, words: Readonly<Record<string, string>> = {}): string[] {
  return [...textOf(skill).matchAll(/^```bash\n(.*?)^```$/gms)].map(([, command = '']) =>
    command.replace(/^<(.*)>$/gm, (line, name: string) => words[name] ?? line),
  )
}

interface Request {
  readonly path: 'local' | 'parent'
  readonly authorization?: string
  readonly tools: readonly string[]
  readonly together?: number
  readonly body: string
}
export interface Session {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
  readonly requests: readonly Request[]
}

const question = 'canary-question: why is the sky $(blue)?'
const [check = '', ask = ''] = commandsIn('cloud-escalator', { 'the question': question })
const [price = '', several = '', apart = '', vibe = '', openCode = ''] = commandsIn('vibe-orchestrator', {
  'the first task': 'canary-task-one',
  'the second task': 'canary-task-two',
  'the task': "canary-task-edit with a ' in it",
})
const call = (command: string) => ({ name: 'Bash', input: { command } })
const skillCall = (skill: Skill) => ({ name: 'Skill', input: { skill } })
/** The same shell before and after; bash's own $_ is the last word of whatever ran. */
const unchanged = (command: string) =>
  `env | grep -v '^_=' | sort >before\n${command}\nenv | grep -v '^_=' | sort >after\ncmp before after && echo the same environment`
const client = (profile: string, allowed: string) =>
  `claude-switch run --quiet ${profile} -- claude -p --allowedTools ${allowed} <<<'canary-conversation' && cat "$HOME/project/after"`

interface Row {
  readonly name: string
  readonly command: string
  readonly parent: 'local' | 'parent'
  readonly script: readonly object[]
  readonly together?: number
}

export const rows = [
  {
    name: 'cloud-escalator, allowed',
    command: client('local', 'Skill,Bash'),
    parent: 'local',
    script: [skillCall('cloud-escalator'), call(check), call(unchanged(ask))],
  },
  {
    name: 'cloud-escalator, by its own permissions',
    command: client('local', 'Skill'),
    parent: 'local',
    script: [skillCall('cloud-escalator'), call(check.trim()), call(ask)],
  },
  {
    name: 'vibe-orchestrator, several at once',
    command: client('parent', 'Skill,Bash'),
    parent: 'parent',
    script: [skillCall('vibe-orchestrator'), call(price), call(unchanged(several))],
    together: 2,
  },
  {
    name: 'vibe-orchestrator, in a worktree',
    command: `git init --quiet && git -c user.name=a -c user.email=a@b commit --quiet --allow-empty -m first && ${apart}\ngit status --short`,
    parent: 'parent',
    script: [],
  },
  {
    name: 'vibe-orchestrator, other agents',
    command: `vibe() { printf '<%s>' vibe "$@"; }\nopencode() { printf '<%s>' opencode "$@"; }\n${vibe}\n${openCode}`,
    parent: 'parent',
    script: [],
  },
] as const satisfies readonly Row[]

export const visitOf = ({ name, ...orders }: Row): Visit => ({
  name,
  cwd: 'project',
  // What the skills leave behind goes with the home.
  env: { TMPDIR: '$HOME' },
  files: {
    '.claude-backends.env': backends,
    [loginPath]: loginFile(),
    '.claude/CLAUDE.md': 'canary-user-memory\n',
    '.claude/skills/cloud-escalator/SKILL.md': textOf('cloud-escalator'),
    '.claude/skills/vibe-orchestrator/SKILL.md': textOf('vibe-orchestrator'),
    'project/CLAUDE.md': 'canary-project-memory\n',
  },
  steps: [[process.execPath, fileURLToPath(new URL('session.mjs', import.meta.url)), JSON.stringify(orders)]],
})
