import { posix } from 'node:path'
import type { Kind } from '../backends/backend.ts'
import { configDirectory, scopeFiles, type Whereabouts } from '../settings/paths.ts'
import type { Format } from './fill.ts'
import type { TemplateName } from './names.ts'

const { join } = posix

/** Something that a user keeps: a file of another program, and where that program looks for it. */
export interface Template {
  readonly name: TemplateName
  /** Its file in this package. */
  readonly file: string
  readonly format: Format
  /** The server that it is for, or that a skill asks, where that is one kind. */
  readonly kind?: Kind
  /** One line for the list. */
  readonly says: string
  /** Its usual places, the first one that is meant in front. None where there is no such place. */
  readonly places: (here: Whereabouts) => readonly string[]
  /** Its place in a project, for `--project`. */
  readonly projectPlace?: (here: Whereabouts) => string
  /** What to do once it is there. `$PATH` is its path as a word of a command. */
  readonly next: string
  /** How to bring it into a file that is there already, for files that have other things in them too. */
  readonly merge?: string
  /** What else is to be known once it is there: the code of what is said. */
  readonly note?: 'template-needs-keys' | 'skill-needs-budget'
  /** The way for a place that is root's. */
  readonly asRoot?: true
}

const configured = (path: string) => (here: Whereabouts) => [
  join(here.environment['XDG_CONFIG_HOME'] || join(here.home, '.config'), path),
]
const beside =
  (path: string) =>
  ({ cwd }: Whereabouts) => [join(cwd, path)]

function skill(name: TemplateName, says: string, more: Pick<Template, 'kind' | 'note'> = {}): Template {
  const path = `skills/${name}/SKILL.md`
  return {
    name,
    file: `templates/${path}`,
    format: 'shell',
    says,
    places: here => {
      const own = configDirectory(here)
      return own === undefined ? [] : [join(own, path)]
    },
    projectPlace: ({ cwd }) => join(cwd, '.claude', path),
    next: `the next Claude Code knows it, and /${name} asks for it`,
    ...more,
  }
}

/** Every template, in the order of the list. */
export const templates: readonly Template[] = [
  {
    name: 'litellm',
    file: 'templates/litellm/config.yaml',
    format: 'quoted',
    says: 'LiteLLM: Mistral, your vLLM and Ollama behind one address',
    places: configured('litellm/config.yaml'),
    next: 'litellm --config $PATH --host 127.0.0.1',
  },
  {
    name: 'litellm-systemd',
    file: 'templates/litellm/litellm.service',
    format: 'unit',
    says: 'LiteLLM as a service of your own, on Linux',
    places: configured('systemd/user/litellm.service'),
    next: 'systemctl --user daemon-reload && systemctl --user enable --now litellm',
    note: 'template-needs-keys',
  },
  {
    name: 'litellm-launchd',
    file: 'templates/litellm/litellm.plist',
    format: 'plist',
    says: 'LiteLLM as a service of your own, on macOS',
    places: ({ home }) => [join(home, 'Library/LaunchAgents/local.litellm.plist')],
    next: 'launchctl bootstrap gui/$(id -u) $PATH',
    note: 'template-needs-keys',
  },
  {
    name: 'router-systemd',
    file: 'templates/router/claude-switch-router.service',
    format: 'unit',
    says: 'the router as a service of your own, on Linux',
    places: configured('systemd/user/claude-switch-router.service'),
    next: 'systemctl --user daemon-reload && systemctl --user enable --now claude-switch-router',
  },
  {
    name: 'router-launchd',
    file: 'templates/router/claude-switch-router.plist',
    format: 'plist',
    says: 'the router as a service of your own, on macOS',
    places: ({ home }) => [join(home, 'Library/LaunchAgents/local.claude-switch-router.plist')],
    next: 'launchctl bootstrap gui/$(id -u) $PATH',
  },
  {
    name: 'modelfile',
    file: 'templates/ollama/Modelfile',
    kind: 'ollama',
    format: 'line',
    says: 'Ollama: a model with a larger window, and how to make it',
    places: beside('Modelfile'),
    next: 'ollama create NAME -f $PATH, with the name that is in it',
  },
  {
    name: 'ollama-systemd',
    file: 'templates/ollama/override.conf',
    kind: 'ollama',
    format: 'unit',
    says: 'Ollama: a larger window for the whole service, on Linux',
    places: () => ['/etc/systemd/system/ollama.service.d/override.conf'],
    next: 'sudo systemctl daemon-reload && sudo systemctl restart ollama',
    asRoot: true,
  },
  {
    name: 'vllm',
    file: 'templates/vllm.sh',
    kind: 'vllm',
    format: 'shell',
    says: 'vLLM: its command line, with the flags that tools need',
    places: beside('vllm.sh'),
    next: 'sh $PATH',
  },
  {
    name: 'llama-server',
    file: 'templates/llama-server.sh',
    kind: 'llamacpp',
    format: 'shell',
    says: 'llama.cpp: its command line, with the flags that tools need',
    places: beside('llama-server.sh'),
    next: 'sh $PATH model.gguf',
  },
  {
    name: 'claude-settings',
    file: 'templates/claude-settings.json',
    format: 'quoted',
    says: 'Claude Code: settings that stay on a backend, without its key',
    places: here => scopeFiles(here, 'user'),
    projectPlace: ({ cwd }) => join(cwd, '.claude/settings.json'),
    next: 'it counts from the next start of Claude Code on',
    merge: 'claude-switch settings PROFILE --scope user writes into settings that are there',
  },
  {
    name: 'vscode-settings',
    file: 'templates/vscode-settings.json',
    format: 'quoted',
    says: 'VS Code: user settings that stay on a backend',
    places: here => scopeFiles(here, 'vscode'),
    next: 'it counts from the next start of VS Code on',
    merge: 'claude-switch settings PROFILE --scope vscode writes into settings that are there',
  },
  {
    name: 'envrc',
    file: 'templates/envrc',
    format: 'shell',
    says: 'direnv: a backend for every shell in a directory',
    places: beside('.envrc'),
    next: 'direnv allow $PATH',
  },
  {
    name: 'starship',
    file: 'templates/starship.toml',
    format: 'quoted',
    says: 'starship: the backend in the prompt',
    places: here => {
      const own = here.environment['STARSHIP_CONFIG']
      return own ? [own] : [join(here.home, '.config/starship.toml')]
    },
    next: 'the next prompt shows it',
    merge: 'claude-switch template starship >> $PATH adds it to a file that is there',
  },
  skill('cloud-escalator', 'skill: from a local session, a hard question to Anthropic', {
    kind: 'anthropic',
    // Measured with 2.1.329: with windows of 131072 tokens and less the descriptions of users' own skills are left out.
    note: 'skill-needs-budget',
  }),
  skill('vibe-orchestrator', 'skill: from a cloud session, plain work to another backend'),
]
