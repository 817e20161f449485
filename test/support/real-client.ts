import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './binary.ts'
import { everythingExpected, isInstalled } from './shells.ts'

/** The version that judges: package.json names it, for CI too. `npm run client:next` lets a newer one judge. */
const judgedVersion: string =
  process.env['CLAUDE_SWITCH_CLIENT_VERSION'] ||
  JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).config.client

/** The `claude` program that judges: what CLAUDE_SWITCH_CLIENT names, else the one on the PATH. */
export const clientProgram = process.env['CLAUDE_SWITCH_CLIENT'] || 'claude'

/** Why the real client cannot judge here; undefined when it can. Throws where everything is expected to be there. */
export function clientMissing(): string | undefined {
  const why = whyMissing()
  if (why === undefined) return undefined
  const says = `the real client cannot judge here: ${why}`
  if (everythingExpected) throw new Error(says)
  console.log(`\n${says}; its tests are skipped.\n`)
  return why
}

function whyMissing(): string | undefined {
  if (process.platform !== 'linux') return 'network namespaces are Linux'
  if (process.getuid?.() !== 0) return 'a network namespace needs root'
  for (const program of ['unshare', 'ip', 'mount', 'openssl', 'bash']) {
    if (!isInstalled(program)) return `${program} is not installed`
  }
  if (spawnSync('unshare', ['-n', '-m', 'true']).status !== 0) return 'unshare is not allowed to make namespaces'
  const { stdout } = spawnSync(clientProgram, ['--version'], { encoding: 'utf8', timeout: 30_000 })
  if (!stdout) return `there is no ${clientProgram} (CLAUDE_SWITCH_CLIENT can name one)`
  const version = stdout.split(' ', 1)[0]?.trim()
  return version === judgedVersion ? undefined : `${clientProgram} is ${version}, and ${judgedVersion} is the judge`
}

/** The same for what has to be seen in a terminal: the client in tmux. */
export function terminalClientMissing(): string | undefined {
  const missing = clientMissing()
  if (missing !== undefined || isInstalled('tmux')) return missing
  if (everythingExpected) throw new Error('tmux is not installed, and sessions have to be seen in a terminal')
  return 'tmux is not installed'
}
