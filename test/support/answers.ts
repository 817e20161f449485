import { expect } from 'vitest'
import { claudeSwitch, type Ran, type runProgram } from './binary.ts'
import type { Home } from './home.ts'

/** What a run should do: exact texts, or patterns for those that are long or may be worded otherwise. */
export interface Answer {
  readonly code: number
  readonly stdout: string | RegExp
  readonly stderr: string | RegExp
}

/** Runs the built command and compares all three at once, so that a failure shows what was said instead. */
export function expectAnswer(
  args: readonly string[],
  home: Home,
  { code, stdout, stderr }: Answer,
  options: Parameters<typeof runProgram>[2] = {},
): Ran {
  const ran = claudeSwitch(args, home, options)
  const pattern = (text: string | RegExp) => (typeof text === 'string' ? text : expect.stringMatching(text))
  expect(ran).toEqual({ code, stdout: pattern(stdout), stderr: pattern(stderr) })
  return ran
}
