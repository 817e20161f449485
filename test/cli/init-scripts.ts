import { shells } from '../../src/shells/index.ts'
import { expectAnswer } from '../support/answers.ts'
import { backendsText, temporaryHome } from '../support/home.ts'

export const names = Object.values(shells).map(({ name }) => name)
export const init = (...args: string[]) =>
  expectAnswer(['init', ...args], temporaryHome(backendsText), { code: 0, stdout: /./, stderr: '' }).stdout

/** How each shell defines the launcher of a profile, and `cc`. */
export const launcher: Record<string, RegExp> = {
  bash: /^function cc-my-box /m,
  zsh: /^function cc-my-box /m,
  sh: /^\\alias cc-my-box=/m,
  fish: /^function cc-my-box /m,
  elvish: /cc-my-box/,
  nushell: /cc-my-box/,
  powershell: /cc-my-box/,
}
export const cc = /\bcc( \{|=| --wraps|~| )/
