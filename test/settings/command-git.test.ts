import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { isInstalled } from '../support/shells.ts'
import { machine } from './machine.ts'

const local = 'project/.claude/settings.local.json'
const shared = 'project/.claude/settings.json'
const exclude = 'project/.git/info/exclude'
const lines = '# claude-switch: settings of one user\n/.claude/settings.local.json\n/.claude/settings.local.json.bak\n'

function checkout(changes: Parameters<typeof machine>[0] = {}) {
  const one = machine(changes)
  one.git('init', '--quiet', one.at('project'))
  one.git('config', '--file', one.at('project/.git/config'), 'user.name', 'me')
  one.git('config', '--file', one.at('project/.git/config'), 'user.email', 'me@test.invalid')
  return one
}

describe.skipIf(!isInstalled('git'))('in a checkout', () => {
  test.each<[string, string | undefined, string | undefined]>([
    ['none', undefined, lines],
    ['one', '# mine\nnode_modules\n', `# mine\nnode_modules\n${lines}`],
    ['one without an end', 'node_modules', `node_modules\n${lines}`],
    ['one of Windows', 'a\r\n', `a\r\n${lines.replaceAll('\n', '\r\n')}`],
    ['one that is not UTF-8', '\xe9\n', `\xe9\n${lines}`],
    [
      'one that ignores it',
      '.claude/settings.local.json\n',
      `.claude/settings.local.json\n${lines.replace(/\/.*json\n/, '')}`,
    ],
    ['one that ignores both', '.claude/*.local.json*\n', '.claude/*.local.json*\n'],
  ])('the local file goes into info/exclude, and out of it again: %s', async (_, before, after) => {
    const { git, settings, at } = checkout()
    rmSync(at(exclude), { force: true })
    if (before !== undefined) writeFileSync(at(exclude), before, 'latin1')
    const read = () => (existsSync(at(exclude)) ? readFileSync(at(exclude), 'latin1') : undefined)
    const { code, stderr } = await settings('local')
    expect(code).toBe(0)
    expect(stderr.includes('note ~/project/.git/info/exclude keeps it')).toBe(after !== before)
    expect(read()).toBe(after)
    await settings('ollama')
    expect(read()).toBe(after)
    expect(git('status', '--porcelain', '--untracked-files=all')).toBe('')
    await settings('--remove')
    const end = before === undefined || before.endsWith('\n') ? '' : '\n'
    expect(read()).toBe(before === undefined ? undefined : before + end)
  })

  test('.gitignore belongs to everybody, and a link in its place to whom it names', async () => {
    const { settings, home, at, read } = checkout()
    home.write('.bashrc', '# mine\n')
    symlinkSync(at('.bashrc'), at('project/.gitignore'))
    expect((await settings('local')).code).toBe(0)
    expect(read('.bashrc')).toBe('# mine\n')
    expect(read(exclude)).toContain(lines)
  })

  test.each([
    ['info/exclude', (at: (name: string) => string) => symlinkSync(at('.bashrc'), at(exclude))],
    ['info', (at: (name: string) => string) => symlinkSync(at('theirs'), at('project/.git/info'))],
  ])('a link in the place of %s is not followed', async (_, link) => {
    const { settings, home, at, read } = checkout()
    home.write('.bashrc', '# mine\n')
    home.write('theirs/exclude', '# mine\n')
    rmSync(at('project/.git/info'), { recursive: true, force: true })
    if (_ === 'info/exclude') mkdirSync(at('project/.git/info'))
    link(at)
    const { code, stderr } = await settings('local')
    expect(code).toBe(0)
    expect(stderr).toContain(
      'warning git does not ignore it and its backup; add /.claude/settings.local.json and /.claude/settings.local.json.bak',
    )
    expect([read('.bashrc'), read('theirs/exclude')]).toEqual(['# mine\n', '# mine\n'])
  })

  test('git is believed, not the line that was written', async () => {
    const { home, settings } = checkout()
    home.write('project/.gitignore', '!/.claude/settings.local.json\n')
    const { stderr } = await settings('local')
    expect(stderr).toContain(
      'has a line for it now, but another file of git’s takes it in again: /.claude/settings.local.json.'.replace(
        '’',
        "'",
      ),
    )
    expect(stderr).not.toContain('keeps it')
  })

  test.each(['a[b]*?c', 'a\\b', 'a!#$(touch x)', "it's", 'line\nend', ' blank '])(
    'a directory called %j is quoted as git does',
    async name => {
      const { settings, git, at } = machine({ cwd: `project/${name}` })
      // Written before there was a checkout, and so below its root.
      await settings('local')
      git('init', '--quiet', at('project'))
      const { stderr } = await settings('vllm-none')
      expect(stderr).toContain('there is no profile')
      await settings('ollama')
      expect(git('-C', at('project'), 'status', '--porcelain', '--untracked-files=all')).toBe('')
    },
  )

  test('it goes there again when it has gone from there', async () => {
    const { at, settings, read } = checkout()
    await settings('local')
    rmSync(at(exclude))
    expect((await settings('local')).stderr).toMatch(/has local already;[\s\S]*keeps it and its backup out of git now/)
    expect(read(exclude)).toBe(lines)
  })

  test('from deep inside, the root is meant', async () => {
    const { settings, read, list } = checkout({ cwd: 'project/deep/inside' })
    expect((await settings('local')).stderr).toContain('wrote ~/project/.claude/settings.local.json.')
    expect(read(exclude)).toContain(lines)
    expect(list('project/deep/inside')).toEqual([])
  })

  test('what was written before there was a checkout above is found, and taken out', async () => {
    const { at, git, settings, list } = machine({ cwd: 'project/inside' })
    await settings('local')
    git('init', '--quiet', at('project'))
    expect((await settings('--remove')).stderr).toContain(
      'took local out of ~/project/inside/.claude/settings.local.json, and the empty file away.',
    )
    expect(list('project/inside')).toEqual([])
    expect((await settings('local')).stderr).toContain('wrote ~/project/.claude/settings.local.json.')
  })

  test('an exclude file that cannot be changed is said', async () => {
    const { at, settings, read } = checkout()
    writeFileSync(at(exclude), '# mine\n')
    chmodSync(at(exclude), 0o444)
    const { stderr } = await settings('local')
    expect(stderr).toContain(
      'warning ~/project/.git/info/exclude cannot be written: it is marked read-only; nothing was changed. Add /.claude/set',
    )
    expect(JSON.parse(read(local)).claudeSwitch.profile).toBe('local')
  })

  test.each<[string, string[]]>([
    [local, []],
    [shared, ['--scope', 'project']],
  ])('no secret goes into %s when git tracks it', async (file, words) => {
    const { home, git, settings, read, list } = checkout()
    home.write(file, '{}')
    git('add', '--force', '.')
    const { code, stderr } = await settings('local', ...words)
    expect([code, stderr]).toEqual([1, expect.stringContaining(`git tracks ~/${file}, and the profile has a secret; `)])
    expect(read(file)).toBe('{}')
    expect(list('project')).toEqual(['.claude', '.git'])
    // Without a secret it is nobody's business.
    expect((await settings('ollama', ...words)).code).toBe(0)
    expect(JSON.parse(read(file)).env.ANTHROPIC_AUTH_TOKEN).toBe('ollama')
  })

  test.each([
    ['an index of another place', { GIT_INDEX_FILE: '/dev/null' }],
    ['another repository', { GIT_DIR: '$HOME/other/.git', GIT_WORK_TREE: '$HOME/other' }],
    ['a pathspec of globs', { GIT_GLOB_PATHSPECS: '1', GIT_LITERAL_PATHSPECS: '' }],
  ])('nor where the environment gives git %s', async (_, environment) => {
    const one = checkout()
    one.home.write(shared, '{}')
    one.git('add', '--force', '.')
    one.git('init', '--quiet', one.at('other'))
    const { settings } = machine({ in: one.home, environment })
    expect((await settings('local', '--scope', 'project')).stderr).toContain(`git tracks ~/${shared}`)
  })

  test('nor through a link to a file that git tracks', async () => {
    const { home, at, git, settings, read } = checkout()
    home.write('project/dot/settings.json', '{}')
    git('add', '.')
    mkdirSync(at('.claude'))
    symlinkSync(at('project/dot/settings.json'), at('.claude/settings.json'))
    expect((await settings('local', '--scope', 'user')).stderr).toContain('git tracks ~/.claude/settings.json')
    expect(read('project/dot/settings.json')).toBe('{}')
  })

  test.each<[string, string, (at: (name: string) => string) => void]>([
    ['the file', local, at => symlinkSync(at('theirs/settings.local.json'), at(local))],
    [
      'its directory',
      local,
      at => {
        rmSync(at('project/.claude'), { recursive: true })
        symlinkSync(at('theirs'), at('project/.claude'))
      },
    ],
  ])('nor through a link out of the checkout in the place of %s', async (_, file, link) => {
    const { home, at, settings, read } = checkout()
    home.write('theirs/settings.local.json', '{}')
    mkdirSync(at('project/.claude'))
    link(at)
    const { code, stderr } = await settings('local')
    expect([code, stderr]).toEqual([
      1,
      expect.stringContaining(`~/${file} is a link out of the project, to ~/theirs/settings.local.json, and the`),
    ])
    expect(read('theirs/settings.local.json')).toBe('{}')
    expect((await settings('ollama')).code).toBe(0)
  })

  test('a secret in a file that is for sharing is warned of', async () => {
    const { settings } = checkout()
    const { code, stderr } = await settings('local', '--scope', 'project')
    expect(code).toBe(0)
    expect(stderr).toContain('warning ~/project/.claude/settings.json is for sharing and has a secret in it now')
    expect((await settings('ollama', '--scope', 'project')).stderr).not.toContain('sharing')
  })

  test.each([
    ['core.fsmonitor', 'touch "$(dirname "$0")/ran" #'],
    ['core.fsmonitor', 'PROGRAM'],
    ['core.hooksPath', 'HOOKS'],
    ['core.pager', 'PROGRAM'],
    ['core.sshCommand', 'PROGRAM'],
    ['core.askPass', 'PROGRAM'],
    ['credential.helper', 'PROGRAM'],
    ['alias.ls-files', '!PROGRAM'],
    ['alias.check-ignore', '!PROGRAM'],
    ['alias.rev-parse', '!PROGRAM'],
    ['filter.x.clean', 'PROGRAM'],
    ['diff.external', 'PROGRAM'],
    ['diff.x.textconv', 'PROGRAM'],
  ])('nothing is run that the repository names as %s: %s', async (name, value) => {
    const { home, git, at, settings } = checkout()
    const program = home.write('program', `#!/bin/sh\ntouch '${at('ran')}'\n`, 0o755)
    for (const hook of ['post-index-change', 'fsmonitor-watchman', 'post-checkout'])
      home.write(`hooks/${hook}`, `#!/bin/sh\ntouch '${at('ran')}'\n`, 0o755)
    home.write('project/.gitattributes', '* filter=x diff=x\n')
    home.write(shared, '{}')
    git('add', '--force', '.')
    git('commit', '--quiet', '-m', 'x')
    git('config', name, value.replace('PROGRAM', program).replace('HOOKS', at('hooks')))
    await settings('local')
    await settings('ollama', '--scope', 'project')
    await settings('--remove')
    expect(existsSync(at('ran')) || existsSync(join(at('project'), 'ran'))).toBe(false)
  })
})

describe.skipIf(!isInstalled('git'))('in a linked worktree', () => {
  function worktree(cwd = 'linked') {
    const one = checkout()
    one.git('commit', '--quiet', '--allow-empty', '-m', 'x')
    one.git('worktree', 'add', '--quiet', one.at('linked'))
    return { ...one, ...machine({ in: one.home, cwd }) }
  }

  test.each(['linked', 'linked/deep'])(
    'from %s, the main checkout’s file is written, since the client reads that',
    async cwd => {
      const { settings, list, git, at, read } = worktree(cwd)
      expect((await settings('local')).stderr).toContain('wrote ~/project/.claude/settings.local.json.')
      expect(list('linked/.claude')).toEqual([])
      expect(read(exclude)).toContain(lines)
      for (const directory of ['project', 'linked'])
        expect(git('-C', at(directory), 'status', '--porcelain', '--untracked-files=all')).toBe('')
      expect((await settings('--remove')).stderr).toContain('took local out of ~/project/.claude/settings.local.json')
      expect(list('project')).toEqual(['.git'])
    },
  )

  test('of a bare repository, the working directory’s own is', async () => {
    const { git, at, home } = checkout()
    git('commit', '--quiet', '--allow-empty', '-m', 'x')
    git('clone', '--quiet', '--bare', at('project'), at('bare'))
    git('-C', at('bare'), 'worktree', 'add', '--quiet', at('other'))
    const { settings, read } = machine({ in: home, cwd: 'other' })
    expect((await settings('local')).stderr).toContain('wrote ~/other/.claude/settings.local.json.')
    expect(read('bare/info/exclude')).toContain(lines)
  })
})

describe('where git cannot be asked', () => {
  const exec = async () => ({ failed: 'ENOENT' })

  test('in a checkout, a local file is taken for untracked, which is said, and a shared one is not written', async () => {
    const { home, settings, list } = machine({ processes: { exec } })
    home.write('project/.git/HEAD', 'ref: refs/heads/main\n')
    const { code, stderr } = await settings('local')
    expect(code).toBe(0)
    expect(stderr).toContain('warning git could not be asked whether it tracks ~/project/.claude/settings.local.json;')
    expect((await settings('local', '--scope', 'project')).stderr).toContain('git could not be asked whether it tracks')
    expect(list('project/.claude')).toEqual(['settings.local.json'])
  })

  test('outside of one nothing is said', async () => {
    const { settings } = machine({ processes: { exec } })
    expect((await settings('local')).stderr).not.toContain('git')
    expect((await settings('local', '--scope', 'project')).code).toBe(0)
  })
})
