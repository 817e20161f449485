import { machine } from './machine.ts'

export const local = 'project/.claude/settings.local.json'
export const shared = 'project/.claude/settings.json'
export const exclude = 'project/.git/info/exclude'
export const lines =
  '# claude-switch: settings of one user\n/.claude/settings.local.json\n/.claude/settings.local.json.bak\n'

export function checkout(changes: Parameters<typeof machine>[0] = {}) {
  const one = machine(changes)
  one.git('init', '--quiet', one.at('project'))
  one.git('config', '--file', one.at('project/.git/config'), 'user.name', 'me')
  one.git('config', '--file', one.at('project/.git/config'), 'user.email', 'me@test.invalid')
  return one
}
