import type { CommandSpec, OptionSpec, Program } from './commands/command.ts'

const json: OptionSpec = { name: 'json', says: 'print one JSON object' }
const model: OptionSpec = { name: 'model', value: 'model', says: 'use this model in every tier, this time only' }
const quiet: OptionSpec = { name: 'quiet', short: 'q', says: 'say nothing but errors' }

/** What a first word that is no command means. */
const switchCommand: CommandSpec = {
  name: 'switch',
  words: '<profile>',
  count: [1, 1],
  takes: 'profile',
  says: 'switch this shell to a profile; off goes back, - goes to the one before',
  options: [model, quiet],
  examples: [
    ['source claude-switch local', 'switch this shell, without any set-up'],
    ['claude-switch cloud', 'the same, once init is in your start-up file'],
    ['claude-switch local --model qwen3-coder', 'every tier on one model, until the next switch'],
    ['claude-switch -', 'the profile before'],
    ['claude-switch off', 'what was there before the first switch'],
  ],
  load: () => import('./commands/switch.ts'),
}

/** Every command. */
const commands: readonly CommandSpec[] = [
  {
    name: 'status',
    words: '',
    count: [0, 0],
    says: 'say what Claude Code would use from here, and who pays',
    options: [
      json,
      { name: 'short', says: 'one word for a prompt, from the environment alone' },
      { name: 'require', value: 'payers', says: 'exit 3 unless one of these pays: free, subscription, metered' },
    ],
    examples: [
      ['claude-switch status', 'before heavy work'],
      ['claude-switch status --require free,subscription && claude', 'never by the token'],
    ],
    load: () => import('./commands/status.ts'),
  },
  {
    name: 'statusline',
    words: '',
    count: [0, 0],
    says: 'one line for the status line of Claude Code, from the JSON that it hands over',
    options: [
      { name: 'threshold', value: 'percent', says: 'name the way on from this much of a quota; 90 without it' },
      { name: 'fallback', value: 'profile', says: 'the profile to go on with; the first free one without it' },
    ],
    examples: [['claude-switch settings --statusline', 'show it in Claude Code from now on']],
    load: () => import('./commands/statusline.ts'),
  },
  {
    name: 'list',
    words: '',
    count: [0, 0],
    says: 'list the profiles, where they go, and who pays',
    options: [json],
    examples: [['claude-switch list', 'the active one has a star']],
    load: () => import('./commands/list.ts'),
  },
  {
    name: 'env',
    words: '<profile>',
    count: [1, 1],
    takes: 'profile',
    says: 'print what a switch would change, as text for a shell',
    options: [
      { name: 'shell', value: 'shell', says: 'bash, zsh, sh, fish, elvish, nushell or powershell' },
      json,
      { name: 'show-secrets', says: 'do not mask secrets on a terminal' },
      model,
      quiet,
    ],
    examples: [
      ['claude-switch env local', 'look before you switch'],
      ['eval "$(claude-switch env local --shell sh)"', 'switch a shell that cannot source'],
      ['claude-switch env local --json', 'for programs'],
    ],
    load: () => import('./commands/env.ts'),
  },
  {
    name: 'run',
    words: '<profile> [--] <command...>',
    count: 'any',
    takes: 'profile',
    says: 'run one command under a profile; nothing leaks back',
    options: [model, quiet],
    examples: [
      ['claude-switch run cloud -- claude -p "review this diff"', 'one question to Anthropic'],
      ['claude-switch run local npm test', 'anything else, in the same environment'],
    ],
    load: () => import('./commands/run.ts'),
  },
  {
    name: 'doctor',
    words: '[profile...]',
    count: [0, 1000],
    takes: 'profile',
    says: 'examine backends with real requests, and say what to set',
    options: [
      { name: 'all', says: 'every profile, side by side' },
      { name: 'paid', says: 'also ask backends that charge for it; the cost is said before and after' },
      { name: 'deep', says: 'measure the context window by filling it' },
      { name: 'fix', says: 'write what helps into the profile: shows it, asks, keeps a backup, examines again' },
      { name: 'yes', short: 'y', says: 'do not ask before --fix writes' },
      { name: 'timeout', value: 'seconds', says: 'the longest that one answer may take' },
      { name: 'list', says: 'list what is examined, and what costs tokens' },
      json,
    ],
    examples: [
      ['claude-switch doctor', 'this machine and the active profile'],
      ['claude-switch doctor local ollama', 'these two, side by side'],
      ['claude-switch doctor local --fix', 'and write the settings that it needs'],
      ['claude-switch doctor --all --json', 'everything, for programs'],
    ],
    load: () => import('./commands/doctor.ts'),
  },
  {
    name: 'template',
    words: '[name] [profile]',
    count: [0, 2],
    takes: 'template',
    says: 'print or write files to keep: LiteLLM, Ollama, vLLM, direnv, editors, skills',
    options: [
      { name: 'write', says: 'write it to its usual place, never over something else' },
      { name: 'to', value: 'file', says: 'write it to this file' },
      { name: 'project', says: 'with --write: to its place in this project (skills, claude-settings)' },
      { name: 'force', says: 'write over something else, and keep that as .bak' },
    ],
    examples: [
      ['claude-switch template', 'what there is'],
      ['claude-switch template vllm local', 'a command line, filled from the profile local'],
      ['claude-switch template cloud-escalator --write', 'a skill for Claude Code'],
      ['claude-switch template envrc local --write', 'a backend for a directory, by direnv'],
    ],
    load: () => import('./commands/template.ts'),
  },
  {
    name: 'settings',
    words: '[profile]',
    count: [0, 1],
    takes: 'profile',
    says: 'write a profile into a settings file, so that it sticks to a project, to you, or to VS Code',
    options: [
      { name: 'scope', value: 'scope', says: 'local (without it), project, user or vscode' },
      { name: 'remove', says: 'take out exactly what was written, and put back what stood there' },
      { name: 'print', says: 'show the file as it would be, and write nothing' },
      { name: 'show-secrets', says: 'do not mask secrets with --print' },
      { name: 'statusline', says: 'show claude-switch statusline in Claude Code; with --remove, no longer' },
      { name: 'replace', says: 'with --statusline: in the place of another status line' },
      { name: 'store-secret', says: 'store the secret itself, where a command prints it, or in VS Code' },
    ],
    examples: [
      ['claude-switch settings local', 'this project, for you alone'],
      ['claude-switch settings local --remove', 'and back'],
      ['claude-switch settings vibe --scope user', 'every Claude Code of yours, whatever its shell says'],
      ['claude-switch settings cloud', 'this project on Anthropic, where your own settings lead elsewhere'],
      ['claude-switch settings ollama --scope vscode', 'Claude Code inside VS Code'],
    ],
    load: () => import('./commands/settings.ts'),
  },
  {
    name: 'demo',
    words: '',
    count: [0, 0],
    says: 'the whole tool with no model, key or network: a small backend of our own, examined',
    options: [{ name: 'keep', says: 'leave the backend running until Ctrl-C, and say how to use it' }],
    examples: [
      ['claude-switch demo', 'what a switch, status and doctor look like'],
      ['claude-switch demo --keep', 'then start Claude Code on it in another terminal'],
    ],
    load: () => import('./commands/demo.ts'),
  },
  {
    name: 'init',
    words: '[shell]',
    count: [0, 1],
    takes: 'shell',
    says: 'print the function, completion and launchers for a start-up file',
    options: [
      { name: 'no-launchers', says: 'without cc, cc-local, cc-cloud and the others' },
      { name: 'no-cc', says: 'leave the name cc to the C compiler' },
    ],
    examples: [
      ['eval "$(claude-switch init bash)"', 'in ~/.bashrc'],
      ['eval "$(claude-switch init zsh)"', 'in ~/.zshrc'],
      ['claude-switch init fish | source', 'in ~/.config/fish/config.fish'],
    ],
    load: () => import('./commands/init.ts'),
  },
  {
    name: 'launch',
    words: '[profile] -- <words...>',
    count: 'any',
    says: 'switch, then start claude: what the launchers call',
    options: [],
    examples: [],
    hidden: true,
    load: () => import('./commands/launch.ts'),
  },
  {
    name: 'complete',
    words: '-- <words...>',
    count: 'any',
    says: 'print candidates: what completion calls',
    options: [],
    examples: [],
    hidden: true,
    load: () => import('./commands/complete.ts'),
  },
]

/** The table of contents: every command, argument and option, each with the module that does it. */
export const program: Program = { commands, switchCommand }
