import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { fields } from '../../src/profiles/fields.ts'
import { shells } from '../../src/shells/index.ts'
import { claudeSwitch, root } from '../support/binary.ts'
import { temporaryHome } from '../support/home.ts'

const readme = readFileSync(join(root, 'README.md'), 'utf8')
const file = `LOCAL_BASE_URL=http://192.168.1.20:8000
LOCAL_MODEL=qwen3-coder
LOCAL_AUTH_TOKEN='sk-local'
OLLAMA_MODEL=qwen3-coder
`

/** The keys of a JSON value, all the way down; of a list, those of its first entry. */
function shape(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 0 ? [] : [shape(value[0])]
  if (typeof value !== 'object' || value === null) return 'value'
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shape(inner)]))
}

/** The JSON that the README shows for a command line. */
function shown(line: string): Record<string, unknown> {
  const text = readme.slice(readme.indexOf(`\`${line}\``))
  return JSON.parse(/```json\n([\s\S]*?)```/.exec(text)?.[1] ?? '')
}

describe('what the README shows', () => {
  test('list --json', () => {
    const { stdout } = claudeSwitch(['list', '--json'], temporaryHome(file))
    const { profiles, ...rest } = JSON.parse(stdout)
    const { profiles: documented, ...others } = shown('claude-switch list --json')
    const ready = (documented as object[])[0]
    expect(shape(others)).toEqual(shape(rest))
    expect(shape(ready)).toEqual(shape(profiles[0]))
  })

  test('status --json', () => {
    const ran = claudeSwitch(['run', '-q', 'local', 'claude-switch', 'status', '--json'], temporaryHome(file))
    const { warnings: _, ...rest } = JSON.parse(ran.stdout)
    const { warnings: __, ...documented } = shown('claude-switch status --json')
    expect(shape(documented)).toEqual(shape(rest))
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
