import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { backends } from '../../src/backends/catalogue.ts'
import { program } from '../../src/cli/commands.ts'
import { machineTitles } from '../../src/doctor/machine.ts'
import { probes } from '../../src/doctor/probes/index.ts'
import { fields } from '../../src/profiles/fields.ts'
import { shells } from '../../src/shells/index.ts'
import { runAside } from '../support/aside.ts'
import { claudeSwitch, root } from '../support/binary.ts'
import { serveFake } from '../support/fakes/serving.ts'
import { type VllmOptions, vllm } from '../support/fakes/vllm.ts'
import { temporaryHome } from '../support/home.ts'

const pages = ['README.md', ...readdirSync(join(root, 'docs')).map(name => `docs/${name}`)]
const textOf = (page: string) => readFileSync(join(root, page), 'utf8')
/** All that is documented, the first page first. */
const readme = pages.map(textOf).join('\n')
const file = `LOCAL_BASE_URL=http://192.168.1.20:8000
LOCAL_MODEL=qwen3-coder
LOCAL_AUTH_TOKEN='sk-local'
OLLAMA_MODEL=qwen3-coder
`

/** The keys of a JSON value, all the way down; of a list, those of its first entry. */
function features(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 0 ? [] : [features(value[0])]
  if (typeof value !== 'object' || value === null) return 'value'
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, features(inner)]))
}

/** The JSON that the README shows for a command line. */
function shown(line: string): Record<string, unknown> {
  const text = readme.slice(readme.indexOf(`\`${line}\``))
  return JSON.parse(/```json\n([\s\S]*?)```/.exec(text)?.[1] ?? '')
}

describe('the pages', () => {
  test('the first one is read at a sitting', () => {
    expect(textOf('README.md').split('\n').length).toBeLessThanOrEqual(301)
  })

  const links = pages.flatMap(page =>
    [...textOf(page).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => [page, link]),
  )
  test.each(links.filter(([, link]) => !/^(https?:|\$)/.test(link ?? '')))(
    '%s: %s leads somewhere',
    (page = '', link = '') => {
      const [path, anchor] = link.split('#')
      const target = path === '' ? page : join(dirname(page), path ?? '')
      expect(existsSync(join(root, target))).toBe(true)
      const heads = [...textOf(target).matchAll(/^#+ (.*)$/gm)].map(([, head = '']) =>
        head
          .toLowerCase()
          .replace(/[^\w -]/g, '')
          .replaceAll(' ', '-'),
      )
      if (anchor) expect(heads).toContain(anchor)
    },
  )

  test('every kind and every command is there', () => {
    for (const kind of Object.keys(backends)) expect(textOf('docs/file.md'), kind).toContain(`\`${kind}\``)
    for (const { name, hidden } of program.commands)
      if (!hidden) expect(textOf('docs/commands.md'), name).toContain(`claude-switch ${name}`)
  })
})

describe('what the README shows', () => {
  test('list --json', () => {
    const { stdout } = claudeSwitch(['list', '--json'], temporaryHome(file))
    const { profiles, ...rest } = JSON.parse(stdout)
    const { profiles: documented, ...others } = shown('claude-switch list --json')
    const ready = (documented as object[])[0]
    expect(features(others)).toEqual(features(rest))
    expect(features(ready)).toEqual(features(profiles[0]))
  })

  test('status --json', () => {
    const home = temporaryHome(`${file}LOCAL_CONTEXT_TOKENS=131072\n`)
    const ran = claudeSwitch(['run', '-q', 'local', 'claude-switch', 'status', '--json'], home)
    expect(features(shown('claude-switch status --json'))).toEqual(features(JSON.parse(ran.stdout)))
  })

  test('env --json', () => {
    const { stdout } = claudeSwitch(['env', 'ollama', '--json'], temporaryHome(file))
    const documented = shown('claude-switch env ollama --json')
    const actual = JSON.parse(stdout)
    expect(Object.keys(documented)).toEqual(Object.keys(actual))
    expect(Object.keys(actual.variables)).toEqual(expect.arrayContaining(Object.keys(documented['variables'] ?? {})))
    expect(readme).toContain(`every one of the\n${Object.keys(actual.variables).length} variables that matter`)
  })

  test.each([...fields, 'ENV_<NAME>'])('field %s', field => {
    expect(readme.slice(readme.indexOf('| field |'))).toMatch(new RegExp(`\`${field}(=off)?\``))
  })

  test.each(Object.values(shells).map(({ name, loadLine }) => [name, loadLine]))('the load line of %s', (_, line) => {
    for (const part of line.split('; ')) expect(readme.replaceAll('\\|', '|')).toContain(part)
  })
})

/** What the doctor says of the README's server. Its address and port are the README's, and so is what they tell. */
async function examined(words: readonly string[], options: VllmOptions): Promise<{ stdout: string; stderr: string }> {
  const { url } = await serveFake(vllm({ models: ['qwen3-coder'], context: { loaded: 65_536 }, ...options }))
  const home = temporaryHome(`LOCAL_KIND=vllm\nLOCAL_BASE_URL=${url}\nLOCAL_MODEL=qwen3-coder\n`)
  const { stdout, stderr } = await runAside(['doctor', 'local', ...words], home)
  const said = stdout.replaceAll(url, 'http://192.168.1.20:8000').replace('(this machine)', '(a private address)')
  return { stdout: steady(said), stderr: steady(stderr) }
}

/** Times differ, and so does the number of a line in a file that has to name its kind. */
function steady(text: string): string {
  return text.replace(/\d+ ms/g, 'some ms').replace(/^ {2}\d+ \+/gm, '  +')
}

/** What the README shows below a command, without the lines that it leaves out. */
function transcript(line: string): string {
  const text = readme.slice(readme.indexOf(`$ ${line}\n`) + line.length + 3)
  return steady(text.slice(0, text.indexOf('```')).replace(/^\.\.\.\n/gm, ''))
}

/** Every key of a JSON value, all the way down, but for those that a remedy sets, which are fields, and arguments of a code. */
function keysOf(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return []
  const entries = Object.entries(value).filter(([key]) => key !== 'set')
  return entries.flatMap(([key, inner]) => [
    ...(Array.isArray(value) ? [] : [key]),
    ...(key === 'args' ? [] : keysOf(inner)),
  ])
}

const jsonLine = 'claude-switch doctor local --json'

describe('what the README shows of the doctor', () => {
  test('a server that breaks', async () => {
    const { stdout } = await examined([], { toolParser: false })
    expect(stdout.slice(stdout.indexOf('\nlocal  ') + 1)).toBe(transcript('claude-switch doctor local'))
  })

  test('--fix', async () => {
    const { stdout, stderr } = await examined(['--fix', '--yes'], {})
    const said = `${stderr}${stdout}`.split('\n')
    const lines = transcript('claude-switch doctor local --fix --yes').split('\n')
    expect(lines.length).toBeGreaterThan(8)
    expect(lines.filter(line => !said.includes(line))).toEqual([])
  })

  test('--json', async () => {
    const { stdout } = await examined(['--json'], { toolParser: false })
    const [actual, documented] = [JSON.parse(stdout), shown(jsonLine)]
    expect(features(documented)).toEqual(features(actual))
    const [{ findings }] = documented['backends'] as [{ findings: { probe: string }[] }]
    for (const finding of findings) {
      const same = actual.backends[0].findings.find(({ probe }: { probe: string }) => probe === finding.probe)
      expect(features(finding), finding.probe).toEqual(features(same))
    }
  })

  test.each([...new Set([...keysOf(shown(jsonLine)), 'set'])])('the key %s', key => {
    const [, table = ''] = readme.split('| key | holds |')
    expect(table).toMatch(new RegExp(`^\\|.*\`${key}\`.*\\|$`, 'm'))
  })

  test.each(probes.map(({ id, cost, deep }) => [id, deep ? '`--deep`' : cost]))('probe %s costs %s', (id, cost) => {
    expect(readme).toMatch(new RegExp(`^\\|[^|]*\`${id}\`[^|]*\\| ${cost} \\|`, 'm'))
  })

  test('--list --json', () => {
    const [first] = JSON.parse(claudeSwitch(['doctor', '--list', '--json'], temporaryHome(file)).stdout).probes
    const [, said = ''] = readme.split('`claude-switch doctor --list --json` has `probes`')
    const keys = [...(said.split('\n\n')[0] ?? '').matchAll(/`(\w+)`/g)].map(([, key]) => key)
    expect(keys).toEqual(Object.keys(first))
  })

  test('what --paid costs', () => {
    const asked = probes.filter(({ deep }) => !deep)
    const [input, output] = (['input', 'output'] as const).map(key =>
      asked.reduce((sum, { tokens }) => sum + (tokens?.[key] ?? 0), 0),
    )
    const [, thousands, hundreds] = /about (\d+),000 in and ([\d,]+) out/.exec(readme) ?? []
    expect(Number(thousands)).toBe(Math.round((input ?? 0) / 1000))
    expect(Number(hundreds?.replace(',', ''))).toBe(output)
  })

  test.each([...machineTitles.keys()])('%s is examined here', id => {
    expect(readme.slice(readme.indexOf('Of the machine:'))).toContain(`\`${id}\``)
  })
})
