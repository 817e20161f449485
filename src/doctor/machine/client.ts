import type { Finding } from '../finding.ts'
import { found } from '../probe.ts'
import type { MachineFacts } from './facts.ts'

/** The client with which everything here was measured. */
const measuredVersion = '2.1.329'

/** From this one on, the client sends system messages in the middle of a conversation [its issue 74226]. */
const oldestVersion = '2.1.154'

const install = 'npm install --global @anthropic-ai/claude-code'

/** What there is to say of Claude Code itself: whether PATH gives it, and whether it is one that was measured. */
export function examineClient({ client }: Pick<MachineFacts, 'client'>): Finding[] {
  const { path, version, installer, elsewhere, why } = client
  if (path === undefined) {
    if (elsewhere !== undefined) {
      const says = `there is no claude on the PATH, so that no launcher finds the one at ${elsewhere}`
      const remedy = { says: `put ${elsewhere.replace(/[\\/][^\\/]*$/, '')} on the PATH` }
      return [found('client', 'warn', { code: 'client-not-on-path', path: elsewhere }, says, { remedy })]
    }
    const remedy = { says: 'install Claude Code', commands: [install] }
    return [found('client', 'warn', 'client-missing', 'there is no claude on the PATH', { remedy })]
  }
  if (version === undefined) {
    return [
      found(
        'client',
        'note',
        { code: 'client-version-unknown', path },
        `${path} does not say its version`,
        why === undefined ? {} : { detail: why },
      ),
    ]
  }
  const update = installer === 'npm' ? `${install}@latest` : 'claude update'
  if (isOlder(version, oldestVersion)) {
    const says = `Claude Code ${version} asks for less than ${oldestVersion} and later, which are examined here`
    return [
      found('client', 'note', { code: 'client-old', version }, says, {
        remedy: { says: 'bring it up to date', commands: [update] },
      }),
    ]
  }
  if (isOlder(measuredVersion, version)) {
    const says = `Claude Code ${version} is newer than ${measuredVersion}, the last one that was measured`
    return [found('client', 'note', { code: 'client-unmeasured', version }, says)]
  }
  return [found('client', 'ok', { code: 'client-measured', version, path }, `Claude Code ${version} at ${path}`)]
}

/** Whether one version comes before another, by their three numbers. */
function isOlder(one: string, other: string): boolean {
  const [a, b] = [one, other].map(text => text.split(/[.+-]/, 3).map(Number))
  for (const [index, number] of (a ?? []).entries()) {
    const difference = number - (b?.[index] ?? 0)
    if (difference !== 0) return difference < 0
  }
  return false
}
