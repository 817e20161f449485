import { mkdirSync, rmSync, symlinkSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { isInstalled } from '../support/shells.ts'
import { machine } from './machine.ts'

const local = 'project/.claude/settings.local.json'
const shared = 'project/.claude/settings.json'
const lines = '/.claude/settings.local.json\n/.claude/settings.local.json.bak\n'

function checkout(changes: Parameters<typeof machine>[0] = {}) {
  const one = machine(changes)
  one.git('init', '--quiet', one.at('project'))
  return one
}

describe.skipIf(!isInstalled('git'))('in a checkout', () => {
  test.each<[string, string | undefined, string]>([
    ['none', undefined, lines],
    ['one', '# mine\nnode_modules\n', `# mine\nnode_modules\n${lines}`],
    ['one without an end', 'node_modules', `node_modules\n${lines}`],
    ['one of Windows', 'a\r\n', `a\r\n${lines.replaceAll('\n', '\r\n')}`],
    ['one that ignores it', '.claude/settings.local.json\n', `.claude/settings.local.json\n${lines.split('\n')[1]}\n`],
    ['one that ignores both', '.claude/*.local.json*\n', '.claude/*.local.json*\n'],
  ])('the local file goes into .gitignore: %s', async (_, before, after) => {
    const { home, git, settings, read } = checkout()
    if (before !== undefined) home.write('project/.gitignore', before)
    const { code, stderr } = await settings('local')
    expect(code).toBe(0)
    expect(stderr.includes('~/project/.gitignore keeps it')).toBe(after !== before)
    expect(read('project/.gitignore')).toBe(after)
    await settings('ollama')
    expect(read('project/.gitignore')).toBe(after)
    expect(git('status', '--porcelain', '--untracked-files=all')).toBe('?? .gitignore\n')
  })

  test('it goes there again when it has gone from there', async () => {
    const { at, settings, read } = checkout()
    await settings('local')
    rmSync(at('project/.gitignore'))
    expect((await settings('local')).stderr).toMatch(/has local already;[\s\S]*keeps it and its backup out of git now/)
    expect(read('project/.gitignore')).toBe(lines)
  })

  test('from deep inside, the root is meant, for the file and for .gitignore', async () => {
    const { settings, read, list } = checkout({ cwd: 'project/deep/inside' })
    expect((await settings('local')).stderr).toContain('wrote ~/project/.claude/settings.local.json.')
    expect(read('project/.gitignore')).toBe(lines)
    expect(list('project/deep/inside')).toEqual([])
  })

  test('what was written before there was a checkout above is found, and taken out', async () => {
    const { at, git, settings, read } = machine({ cwd: 'project/inside' })
    await settings('local')
    git('init', '--quiet', at('project'))
    expect((await settings('--remove')).stderr).toContain(
      'took local out of ~/project/inside/.claude/settings.local.json',
    )
    expect(read('project/inside/.claude/settings.local.json')).toBe('{}\n')
    expect((await settings('local')).stderr).toContain('wrote ~/project/.claude/settings.local.json.')
  })

  test('a .gitignore that cannot be changed is said', async () => {
    const { at, settings, read } = checkout()
    mkdirSync(at('project/.gitignore'))
    const { stderr } = await settings('local')
    expect(stderr).toContain(
      'warning ~/project/.gitignore cannot be written (it is a directory); add /.claude/settings.local',
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

  test('nor through a link to a file that git tracks', async () => {
    const { home, at, git, settings, read } = checkout()
    home.write('project/dot/settings.json', '{}')
    git('add', '.')
    mkdirSync(at('.claude'))
    symlinkSync(at('project/dot/settings.json'), at('.claude/settings.json'))
    expect((await settings('local', '--scope', 'user')).stderr).toContain('git tracks ~/.claude/settings.json')
    expect(read('project/dot/settings.json')).toBe('{}')
  })

  test('a secret in a file that is for sharing is warned of', async () => {
    const { settings } = checkout()
    const { code, stderr } = await settings('local', '--scope', 'project')
    expect(code).toBe(0)
    expect(stderr).toContain('warning ~/project/.claude/settings.json is for sharing and has a secret in it now')
    expect((await settings('ollama', '--scope', 'project')).stderr).not.toContain('sharing')
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
