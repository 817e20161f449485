import { autoModeWarning, stuckAutoMode } from '../../env/auto-mode.ts'
import type { Finding } from '../finding.ts'
import { found } from '../probe.ts'
import type { MachineFacts } from './facts.ts'
import { sentence } from './sentence.ts'
import { shownName, together, type Warned } from './warned.ts'

/**
 * What there is to say of the mode in which an interactive session starts: auto mode is the client's default, and stops behind
 * a backend that is not Anthropic's. Launchers set another; where none are loaded, or a file names auto mode, it is a note.
 */
export function examinePermissionMode({
  configs,
  shell,
  words,
}: Pick<MachineFacts, 'configs' | 'shell' | 'words'>): Finding[] {
  const hasLaunchers = shell.reached === 'function' || shell.startUp?.loads === true
  const stuck = configs.filter(config => stuckAutoMode(config) !== undefined)
  const warned = stuck
    .filter(config => !hasLaunchers || stuckAutoMode(config) !== 'default')
    .flatMap((config): Warned[] => {
      const warning = autoModeWarning(config)
      return warning === undefined ? [] : [{ profile: shownName(config), level: 'note', warning }]
    })
  // One sentence is enough: it names one profile's launcher, and the rest are like it.
  if (warned.length > 0) return together('mode', warned.slice(0, 1), { configs: [], words })
  const says =
    stuck.length > 0
      ? 'the launchers start Claude Code in a mode that works; a plain claude needs --permission-mode default'
      : 'Claude Code starts in a mode that works'
  return [found('mode', 'ok', stuck.length > 0 ? 'mode-by-launchers' : 'mode-works', sentence(says))]
}
