import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { claudeSwitch, command, environmentOf, type Ran } from '../support/binary.ts'
import { type Home, temporaryHome } from '../support/home.ts'

export const text = (url = 'http://127.0.0.1:9') => `VIBE_KIND=mistral
VIBE_BASE_URL=${url}/v1
VIBE_API_KEY='canary-mistral'
DIRECT_BASE_URL=${url}
DIRECT_MODEL=m
ASK_KIND=groq
ASK_BASE_URL=${url}/v1
ASK_MODEL=m
ASK_API_KEY=$MY_GROQ_KEY
`

/** A home whose router ends with the test. */
export function routedHome(url?: string): Home {
  const home = temporaryHome(text(url))
  onTestFinished(() => void claudeSwitch(['router', 'stop'], home))
  return home
}

/** Runs the built command while servers of this process go on. */
export function run(args: readonly string[], home: Home, env: Record<string, string> = {}): Promise<Ran> {
  return new Promise(resolve => {
    execFile(
      process.execPath,
      [command, ...args],
      { env: environmentOf(home, env), cwd: home.path },
      (error, stdout, stderr) => resolve({ code: error ? Number(error.code ?? -1) : 0, stdout, stderr }),
    )
  })
}

interface State {
  readonly running: boolean
  readonly pid: number
  readonly port: number
}
export const stateOf = (home: Home): State => JSON.parse(claudeSwitch(['router', 'status', '--json'], home).stdout)
export const stateFile = (home: Home, name = 'router.json') => join(home.path, '.local/state/claude-switch', name)
export const printUrl = (profile: string) => ['run', '-q', profile, '--', 'printenv', 'ANTHROPIC_BASE_URL']
