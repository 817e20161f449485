import { existsSync, mkdirSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { isInstalled } from '../support/shells.ts'
import { checkout, local, shared } from './checkout-machine.ts'
import { machine } from './machine.ts'

describe.skipIf(!isInstalled('git'))('in a checkout', () => {
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
