// @ts-check
/**
 * Lets the newest Claude Code judge: installs it beside this checkout's own caches and runs the client tests with it. What
 * fails has changed since the version that package.json names; what passes may be named there.
 *
 *   npm run client:next [version]
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const [version = 'latest'] = process.argv.slice(2)
const prefix = mkdtempSync(join(tmpdir(), 'claude-switch-client-'))
try {
  run('npm', ['install', '--prefix', prefix, '--no-audit', '--no-fund', `@anthropic-ai/claude-code@${version}`], {})
  const manifest = join(prefix, 'node_modules/@anthropic-ai/claude-code/package.json')
  const found = JSON.parse(readFileSync(manifest, 'utf8')).version
  console.log(`Claude Code ${found} judges`)
  process.exitCode = run('npm', ['run', 'test:client'], {
    CLAUDE_SWITCH_CLIENT: join(prefix, 'node_modules/.bin/claude'),
    CLAUDE_SWITCH_CLIENT_VERSION: found,
  })
} finally {
  rmSync(prefix, { recursive: true, force: true })
}

/** Runs a command in front of the user, and returns its exit code. */
function run(/** @type {string} */ command, /** @type {string[]} */ words, /** @type {Record<string, string>} */ env) {
  const { status, error } = spawnSync(command, words, { stdio: 'inherit', env: { ...process.env, ...env } })
  if (error) throw error
  return status ?? 1
}
