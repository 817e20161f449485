import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { variablesIn, vscodeBlock } from '../../src/settings/variable-block.ts'
import { type Template, templates } from '../../src/templates/catalogue.ts'
import { fill } from '../../src/templates/fill.ts'
import { root, runProgram } from '../support/binary.ts'
import { temporaryHome } from '../support/home.ts'
import { everythingExpected, isInstalled } from '../support/shells.ts'

// Each template by the program that reads it, or by a parser of its format; plain, and full of what no name should have.

const hostile = `a 'b' "c" $(d) \`e\` \\ % & <f> # {g}: é`
const values = new Map([
  ...[
    'profile',
    'model',
    'opus',
    'sonnet',
    'haiku',
    'subagent',
    'repository',
    'toolParser',
    'url',
    'listen',
    'enlarged',
  ].map(name => [name, hostile] as const),
  ['contextTokens', '131072'],
  ['maxOutputTokens', '16384'],
  ['port', '8001'],
  ['credentialVariable', 'ANTHROPIC_API_KEY'],
])

function template(name: string): Template {
  const found = templates.find(one => one.name === name)
  if (!found) throw new Error(`there is no template ${name}`)
  return found
}

/** A template as users get it: without a profile, and filled with a hostile one of a kind. */
function textsOf(name: string, kind?: string): { plain: string; full: string } {
  const { file, format } = template(name)
  const text = readFileSync(join(root, file), 'utf8')
  const full = fill(text, format, values, kind).text
  return { plain: fill(text, format, new Map()).text, full }
}

/** Whether a tool of others is missing here. Where everything is expected to be there, that fails. */
function isMissing(tool: string, isThere: boolean): boolean {
  if (!isThere && everythingExpected) throw new Error(`${tool} is missing`)
  return !isThere
}

/** The system's own, which has what its packages bring, before one that a user has put on the PATH. */
const interpreters = ['/usr/bin/python3', 'python3']
const interpreterWith = (module: string) =>
  interpreters.find(one => spawnSync(one, ['-c', `import ${module}`]).status === 0)

const python = (module: string, script: string, input: string): unknown => {
  const { stdout, stderr, status } = spawnSync(interpreterWith(module) ?? 'python3', ['-c', script], {
    input,
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(stderr)
  return JSON.parse(stdout)
}
const noYaml = isMissing('python3-yaml', interpreterWith('yaml') !== undefined)
const noToml = isMissing('python3 3.11', interpreterWith('tomllib') !== undefined)
const noPython = isMissing('python3', interpreterWith('plistlib') !== undefined)
const yaml = (text: string) =>
  python('yaml', 'import json,sys,yaml; print(json.dumps(yaml.safe_load(sys.stdin)))', text)

describe.skipIf(noYaml)('YAML', () => {
  interface Config {
    model_list: { model_name: string; litellm_params: Record<string, unknown>; model_info: Record<string, unknown> }[]
    litellm_settings: unknown
    general_settings: unknown
  }

  test('litellm: every model with its window, and every key from the environment', () => {
    const { plain } = textsOf('litellm')
    const config = yaml(plain) as Config
    expect(config.model_list.map(({ model_name }) => model_name)).toEqual([
      'mistral-medium',
      'mistral-large',
      'devstral-medium',
      'magistral-medium',
      'YOUR-MODEL',
      'ollama/qwen3-coder',
    ])
    expect(config.general_settings).toEqual({ master_key: 'os.environ/LITELLM_MASTER_KEY' })
    for (const { litellm_params, model_info } of config.model_list) {
      expect(model_info['max_input_tokens']).toBeGreaterThanOrEqual(65_536)
      expect(litellm_params['api_key'] ?? 'os.environ/').toMatch(/^os\.environ\//)
    }
    const models = ['vllm', 'ollama'].map(
      (kind, index) => (yaml(textsOf('litellm', kind).full) as Config).model_list[4 + index],
    )
    expect(models).toEqual([
      {
        model_name: hostile,
        litellm_params: {
          model: `hosted_vllm/${hostile}`,
          api_base: `${hostile}/v1`,
          api_key: 'os.environ/VLLM_API_KEY',
        },
        model_info: { max_input_tokens: 131_072, max_output_tokens: 16_384, supports_function_calling: true },
      },
      {
        model_name: `ollama/${hostile}`,
        litellm_params: { model: `ollama_chat/${hostile}`, api_base: hostile, num_ctx: 131_072 },
        model_info: { max_input_tokens: 131_072, max_output_tokens: 16_384, supports_function_calling: true },
      },
    ])
  })

  test.each(['cloud-escalator', 'vibe-orchestrator'])('the front matter of %s', name => {
    const { plain } = textsOf(name)
    const matter = yaml(
      /^---\n(.*?)^---\n/s.exec(plain.replaceAll('\r', ''))?.[1] ?? plain.split('---\n')[1] ?? '',
    ) as Record<string, string>
    expect(Object.keys(matter)).toEqual(['name', 'description', 'allowed-tools'])
    expect(matter['name']).toBe(name)
    // Agent Skills' own limit.
    expect(matter['description']?.length).toBeLessThanOrEqual(1024)
  })
})

describe.skipIf(noPython)('property lists', () => {
  test('litellm-launchd', () => {
    const read = 'import json,plistlib,sys; print(json.dumps(plistlib.loads(sys.stdin.buffer.read())))'
    const { plain, full } = textsOf('litellm-launchd', 'litellm')
    const list = python('plistlib', read, plain) as { Label: string; ProgramArguments: string[] }
    expect(list.Label).toBe('local.litellm')
    const script = list.ProgramArguments[2] ?? ''
    expect(script).toContain('\nexec litellm --config "$HOME/.config/litellm/config.yaml" --host 127.0.0.1 --port 4000')
    expect(spawnSync('sh', ['-n', '-c', script]).status).toBe(0)
    expect((python('plistlib', read, full) as typeof list).ProgramArguments[2]).toContain('--port 8001')
  })
})

describe.skipIf(noToml)('TOML', () => {
  test('starship', () => {
    const read = 'import json,sys,tomllib; print(json.dumps(tomllib.load(sys.stdin.buffer)))'
    expect(python('tomllib', read, textsOf('starship').plain)).toMatchObject({
      env_var: { CLAUDE_SWITCH_PROFILE: { variable: 'CLAUDE_SWITCH_PROFILE' } },
    })
  })
})

describe('JSON', () => {
  test('claude-settings is strict JSON', () => {
    const { plain, full } = textsOf('claude-settings')
    expect(JSON.parse(plain).env.ANTHROPIC_BASE_URL).toBe('http://YOUR-SERVER:8000')
    expect(JSON.parse(full).env).toMatchObject({ ANTHROPIC_MODEL: hostile, CLAUDE_CODE_MAX_CONTEXT_TOKENS: '131072' })
  })

  test('vscode-settings is JSON with comments, read as VS Code’s are', () => {
    const { plain, full } = textsOf('vscode-settings')
    expect(variablesIn(plain, vscodeBlock).get('ANTHROPIC_MODEL')).toBe('YOUR-MODEL')
    expect(variablesIn(full, vscodeBlock).get('ANTHROPIC_DEFAULT_HAIKU_MODEL')).toBe(hostile)
  })
})

test('modelfile: instructions that Ollama has, and nothing else', () => {
  const lines = ({ plain, full }: { plain: string; full: string }) =>
    [plain, full].map(text => text.split('\n').filter(line => line !== '' && !line.startsWith('#')))
  expect(lines(textsOf('modelfile'))).toEqual([
    ['FROM YOUR-MODEL', 'PARAMETER num_ctx 65536'],
    [`FROM ${hostile}`, 'PARAMETER num_ctx 131072'],
  ])
})

describe.skipIf(isMissing('systemd-analyze', isInstalled('systemd-analyze')))('systemd', () => {
  test.each([
    ['litellm-systemd', 'litellm.service', 'litellm.service'],
    ['ollama-systemd', 'ollama.service.d/override.conf', 'ollama.service'],
  ])('%s', (name, file, unit) => {
    for (const text of Object.values(textsOf(name, 'litellm'))) {
      const home = temporaryHome()
      home.write('ollama.service', '[Service]\nExecStart=/bin/true\n')
      home.write(file, text)
      const verified = runProgram(['systemd-analyze', 'verify', '--man=no', '--recursive-errors=one', unit], home)
      expect(verified).toEqual({ code: 0, stdout: '', stderr: '' })
      home.write(file, `${text}\nNonsense\n`)
      expect(runProgram(['systemd-analyze', 'verify', '--man=no', unit], home).stderr).toContain('Missing')
    }
  })
})
