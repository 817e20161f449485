import { backendsDoor } from '../support/namespace.ts'
import type { ShellState } from './situations.ts'

/** A shell with a key for Anthropic, where a settings file that is taken sends everything to a gateway. */
const key = { ANTHROPIC_API_KEY: 'sk-ant-api03-canary-key' }
const redirect = (way: string) => ({
  env: {
    ANTHROPIC_BASE_URL: `${backendsDoor}/${way}`,
    ANTHROPIC_AUTH_TOKEN: 'canary-token',
    ANTHROPIC_API_KEY: '',
    ANTHROPIC_MODEL: `model-of-${way}`,
  },
})
const project = 'project/.claude/settings.json'
const text = JSON.stringify(redirect('project'))

function file(payer: string, name: string, content: string): ShellState {
  return { name: `a settings file with ${name}`, env: key, cwd: 'project', files: { [project]: content }, payer }
}
const dropped = (member: object) =>
  file('metered', JSON.stringify(member), JSON.stringify({ ...redirect('project'), ...member }))
const taken = (member: object) =>
  file('unknown', JSON.stringify(member), JSON.stringify({ ...redirect('project'), ...member }))

/** Directories of git's, each with local settings, of which some count from `cwd`. */
function git(payer: string, name: string, cwd: string, files: Record<string, string>): ShellState {
  const local = Object.fromEntries(
    Object.entries(files).map(([path, content]) =>
      path.includes('.git')
        ? [path, content]
        : [`${path}/.claude/settings.local.json`, JSON.stringify(redirect(content))],
    ),
  )
  return { name: `local settings, ${name}`, env: key, cwd, files: { [`${cwd}/x`]: '', ...local }, payer }
}
const linked = {
  'main/.git/HEAD': 'ref: refs/heads/main\n',
  'main/.git/worktrees/w/commondir': '../..\n',
  'main/.git/worktrees/w/gitdir': '../../../../w/.git\n',
  'w/.git': 'gitdir: ../main/.git/worktrees/w\n',
}

/** Which settings files count, and which count for nothing. */
export const settingsFiles: readonly ShellState[] = [
  dropped({ permissions: { allow: 'Bash(ls)' } }),
  dropped({ apiKeyHelper: null }),
  dropped({ hooks: { PreToolUse: {} } }),
  dropped({ hooks: { PreToolUse: [{ hooks: [{ type: 'command' }] }] } }),
  dropped({ statusLine: {} }),
  dropped({ sandbox: { enabled: 1 } }),
  dropped({ enabledPlugins: { 'a@b': null } }),
  dropped({ cleanupPeriodDays: 0 }),
  dropped({ model: 3 }),
  dropped({ $schema: 1 }),
  dropped({ permissions: { defaultMode: 'zork' } }),
  taken({ permissions: { allow: [1] } }),
  taken({ hooks: 1 }),
  taken({ hooks: { Zork: 1, Stop: {}, PreToolUse: null } }),
  taken({ zork: null, claudeSwitch: 1 }),
  taken({ effortLevel: 1, allowedMcpServers: 'x' }),
  taken({ extraKnownMarketplaces: { x: 1 } }),
  taken({ disableWorkflows: null }),
  file('metered', 'a comment', `${text} // x`),
  file('metered', 'two marks', `\uFEFF\uFEFF${text}`),
  file('metered', 'more than 2 MB', text + ' '.repeat(2 << 20)),
  file('metered', 'nothing but blanks', ' \n'),
  file('unknown', 'a mark', `\uFEFF${text}`),
  file('unknown', 'two of one name', `{"permissions":1,"permissions":{},${text.slice(1)}`),
  git('unknown', 'in a linked worktree and its main checkout', 'w', { ...linked, main: 'main', w: 'own' }),
  git('unknown', 'in a linked worktree alone', 'w', { ...linked, w: 'own' }),
  git('metered', 'in a linked worktree, from below it', 'w/deep', { ...linked, w: 'own' }),
  git('unknown', 'in the main checkout, from below a linked worktree', 'w/deep', { ...linked, main: 'main' }),
  git('metered', 'in a main checkout that does not name the worktree back', 'w', {
    ...linked,
    'main/.git/worktrees/w/gitdir': '/elsewhere/.git\n',
    main: 'main',
  }),
  git('metered', 'in a checkout that a .git file below hides', 'main/sub/deep', {
    'main/.git/HEAD': 'ref: refs/heads/main\n',
    'main/sub/.git': 'gitdir: /nowhere\n',
    main: 'main',
  }),
  git('unknown', 'at the root of a checkout, from below', 'main/sub', {
    'main/.git/HEAD': 'ref: refs/heads/main\n',
    main: 'main',
  }),
]
