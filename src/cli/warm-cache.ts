import type { Command, Input } from '../commands/command.ts'
import { run as status } from '../commands/status.ts'
import { run as statusline } from '../commands/statusline.ts'
import { run as switchTo } from '../commands/switch.ts'
import { shells } from '../shells/index.ts'
import type { FileRead, System, SystemChanges } from '../system/system.ts'
import { program } from './commands.ts'

/** A backends file as people have it. */
const text = `# a comment
LOCAL_BASE_URL=http://127.0.0.1:8000
LOCAL_MODEL=qwen3-coder
LOCAL_AUTH_TOKEN='sk-1234'
LOCAL_CONTEXT_TOKENS=65536
`

/**
 * Does once what users wait for, on a machine made of nothing: no file is read and nothing is printed. What has run is
 * compiled, and what is compiled goes into the code cache, whatever the user happened to do first. Only the three commands
 * that are to be instant: a larger cache takes longer to load.
 */
export function warmCache(): void {
  // The commands need no more of it.
  const machine: SystemChanges = {
    environment: { PATH: '/bin' },
    undo: '{"profile":"ollama","variables":[["ANTHROPIC_MODEL",null,"m"]]}',
    cwd: '/',
    home: '/home',
    platform: process.platform,
    node: '',
    cli: '',
    output: { isTerminal: () => false, print: () => {}, sendToShell: () => {} },
    files: {
      read: (path): FileRead =>
        path === '/home/.claude-backends.env' ? { bytes: Buffer.from(text), mode: 0o600 } : { missing: true },
      readStdin: () =>
        '{"model":{"id":"m"},"context_window":{"used_percentage":1},"rate_limits":{"five_hour":{"used_percentage":1,"resets_at":1}}}',
      exists: () => false,
      list: () => [],
      create: () => false,
      own: () => '',
    },
    processes: {
      run: async () => ({ code: 0 }),
      runSecretCommand: () => ({ output: '' }),
      hasKeychainItem: () => false,
      parentName: () => undefined,
    },
  }
  const turn = (command: Command, words: Input['words']) =>
    command({ words, options: {}, program, caller: { shell: shells.bash, options: '' } }, machine as System)
  turn(switchTo, ['local'])
  turn(switchTo, ['cloud'])
  turn(status, [])
  turn(statusline, [])
}
