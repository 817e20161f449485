import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { isInstalled } from '../support/shells.ts'
import { checkout, exclude, lines, local } from './checkout-machine.ts'
import { machine } from './machine.ts'

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
})
