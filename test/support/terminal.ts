import { spawn } from 'node:child_process'
import { environmentOf } from './binary.ts'
import type { Home } from './home.ts'

/** What line editors switch on when they are ready to be typed into: bracketed paste. */
const ready = '\u001b[?2004h'
/** What some of them ask the terminal, and what it says: where the cursor is. */
const asks = '\u001b[6n'
const answer = '\u001b[1;1R'
const limitMs = 40_000

/** Types lines into an interactive program on a terminal of its own, each at its prompt; returns all that was shown. */
export async function typeInto(
  program: readonly string[],
  home: Home,
  lines: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<string> {
  const child = spawn('script', ['--quiet', '--command', program.join(' '), '/dev/null'], {
    env: { ...environmentOf(home, env), TERM: 'xterm' },
    cwd: home.path,
    timeout: limitMs,
  })
  const waiting = [...lines, 'exit']
  let shown = ''
  let heard = 0
  let prompts = 0
  child.stdout.on('data', chunk => {
    shown += chunk
    for (;;) {
      const at = { ready: shown.indexOf(ready, heard), asks: shown.indexOf(asks, heard) }
      const next = Math.min(...Object.values(at).filter(index => index >= 0))
      if (next === Number.POSITIVE_INFINITY) return
      heard = next + 1
      if (next === at.asks) child.stdin.write(answer)
      else if (prompts++ < waiting.length) child.stdin.write(`${waiting[prompts - 1]?.trimEnd()}\r`)
    }
  })
  await new Promise((resolve, reject) => child.on('error', reject).on('close', resolve))
  return shown
}
