import { describe, expect, test } from 'vitest'
import { isInstalled } from '../support/shells.ts'
import { checkout, exclude, lines } from './checkout-machine.ts'
import { machine } from './machine.ts'

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
