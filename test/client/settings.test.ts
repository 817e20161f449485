import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { variablesIn, vscodeBlock } from '../../src/settings/variable-block.ts'
import { hostile, type Row, rows, user } from '../settings/client-rows.ts'
import { machine } from '../settings/machine.ts'
import type { Home } from '../support/home.ts'
import { askClient, observe, type Step, type Visit } from '../support/namespace.ts'
import { clientMissing } from '../support/real-client.ts'
import { backendsText } from './files.ts'
import { judge, mayCarry } from './judgement.ts'
import { expectedOf } from './profiles.ts'

// The client is started with nothing but the written settings file to go by, in a shell that says otherwise; and again
// when what was written has been taken out.

/** The homes in which the files are written, which are gone at the end. */
const homes: string[] = []

function newHome(): Home {
  const path = mkdtempSync(join(tmpdir(), 'claude-switch-'))
  homes.push(path)
  const write: Home['write'] = (name, text) => {
    mkdirSync(dirname(join(path, name)), { recursive: true })
    writeFileSync(join(path, name), text)
    return join(path, name)
  }
  return { path, write }
}

/** The visits of a row: with the file as it is written, and as it is when that has been taken out. */
async function visitsOf({
  name,
  profile,
  scope,
  file,
  files = {},
  first,
  cwd = 'project',
  env = {},
}: Row): Promise<Visit[]> {
  const one = machine({ in: newHome(), backends: backendsText, cwd, environment: env })
  for (const [path, text] of Object.entries(files)) one.home.write(path, text)
  if (first) expect(await one.settings(...first)).toMatchObject({ code: 0 })
  const others = first ? { ...files, [user]: one.read(user) } : files
  expect(await one.settings(profile, '--scope', scope), name).toMatchObject({ code: 0 })
  const written = one.read(file)
  expect(await one.settings('--remove', '--scope', scope), name).toMatchObject({ code: 0 })
  const visit = (which: string, text: string | undefined): Visit => ({
    name: `${name}, ${which}`,
    cwd,
    env,
    files: { ...others, ...(text === undefined ? {} : { [file]: text }) },
    steps: [['bash', '-c', askClient]],
  })
  return [visit('written', written), visit('taken out', existsSync(one.at(file)) ? one.read(file) : undefined)]
}

/** VS Code's extension gives its clients what stands in the list, over the environment that VS Code was started in. */
async function codeVisit(): Promise<Visit> {
  const one = machine({ in: newHome(), backends: backendsText })
  one.home.write('.config/Code/User/settings.json', '{\n  // mine\n}\n')
  expect(await one.settings('vllm', '--scope', 'vscode', '--store-secret')).toMatchObject({ code: 0 })
  const list = Object.fromEntries(variablesIn(one.read('.config/Code/User/settings.json'), vscodeBlock))
  return {
    name: 'vscode',
    env: { ...hostile, CLAUDE_CODE_USE_BEDROCK: '1', ...list },
    steps: [['bash', '-c', askClient]],
  }
}

const missing = clientMissing()

describe.skipIf(missing)(`the real client, by its settings${missing ? ` (${missing})` : ''}`, () => {
  let steps: ReadonlyMap<string, readonly Step[]>

  beforeAll(async () => {
    const visits: Visit[] = [await codeVisit()]
    for (const row of rows) visits.push(...(await visitsOf(row)))
    steps = await observe(visits)
  }, 600_000)

  afterAll(() => {
    for (const path of homes) rmSync(path, { recursive: true, force: true })
  })

  test.each(
    rows.flatMap(
      row =>
        [
          [`${row.name}, written`, row.expected],
          [`${row.name}, taken out`, row.before],
        ] as const,
    ),
  )('%s', (name, expected) => {
    const step = steps.get(name)?.[0]
    judge(step, expected)
    const others = step?.seen.flatMap(({ carries }) => carries).filter(one => !mayCarry(expected).includes(one))
    expect(others, 'the credentials of others').toEqual([])
  })

  test('vscode', () => judge(steps.get('vscode')?.[0], expectedOf('vllm')))
})
