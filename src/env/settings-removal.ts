import { profileVariable } from './plan.ts'
import type { SettingsLayer } from './precedence.ts'

/** The command that takes out of a settings file what claude-switch wrote there; undefined where it wrote nothing. */
export function removalOf({ name, env }: SettingsLayer): string | undefined {
  const profile = env.get(profileVariable)
  if (profile === undefined || !/^[\w-]+$/.test(profile)) return undefined
  const scope = { 'project local': '', project: ' --scope project', user: ' --scope user' }[name as string]
  return scope === undefined ? undefined : `claude-switch settings ${profile}${scope} --remove`
}
