import type { EffectiveConfig } from './effective-config.ts'
import type { ResolvedEnv } from './precedence.ts'
import type { Warning } from './warning.ts'

/**
 * Settings for one session that keep it out of auto mode: the client's `--settings` takes them beside the user's own, whose
 * permission mode stays, and its dialogs no longer offer what would stop [measured, 2.1.332].
 */
const withoutAutoMode = ['--settings', '{"disableAutoMode":"disable"}'] as const

/**
 * Whether an interactive session would start in auto mode, the client's default, where its check cannot answer: behind an
 * address that is not Anthropic's the session stops at the first command that needs it [measured, 2.1.332].
 */
export function stuckAutoMode({
  destination,
  resolved,
}: Pick<EffectiveConfig, 'destination' | 'resolved'>): Auto | undefined {
  return destination.kind === 'anthropic' || destination.kind === 'provider' ? undefined : autoMode(resolved)
}

/** Auto mode by default, or by a settings file's word, with its path. */
type Auto = 'default' | { readonly chosen: string }

/**
 * Whether sessions start in auto mode with the client's own check. One that asks the user's own model instead
 * (CLAUDE_CODE_AUTO_MODE_SERVER=0) is their choice, and so is every other mode that a settings file names.
 */
export function autoMode(resolved: ResolvedEnv): Auto | undefined {
  if (resolved.get('CLAUDE_CODE_AUTO_MODE_SERVER') || resolved.layers.some(({ hasNoAutoMode }) => hasNoAutoMode))
    return undefined
  const named = resolved.layers.find(({ permissionMode }) => permissionMode !== undefined)
  if (!named) return 'default'
  return named.permissionMode === 'auto' ? { chosen: named.path } : undefined
}

/**
 * The words in front of a `claude` that is about to start, so that it works behind this address: none where the user's own
 * words or a settings file name a mode, or where a second `--settings` would take the place of theirs.
 */
export function modeWords(config: EffectiveConfig, words: readonly string[]): readonly string[] {
  const own = words.slice(0, words.includes('--') ? words.indexOf('--') : undefined)
  if (stuckAutoMode(config) !== 'default' || own.some(word => decidesMode.test(word))) return []
  return withoutAutoMode
}

/** The client's own options that name a mode, take none, or bring settings: a mode that a person chose is theirs. */
const decidesMode =
  /^(--permission-mode|--dangerously-skip-permissions|--allow-dangerously-skip-permissions|--settings|--enable-auto-mode|--inherit-permission-mode|-p|--print)(=|$)/

/** What there is to know where nothing of ours sets the mode; undefined where there is nothing to say. */
export function autoModeWarning(config: EffectiveConfig): Warning | undefined {
  const stuck = stuckAutoMode(config)
  if (stuck === undefined) return undefined
  const { profile } = config
  return {
    code: 'auto-mode-stops',
    ...(stuck === 'default' ? {} : { path: stuck.chosen }),
    ...(profile ? { profile: profile.name } : {}),
  }
}
