import { expect, test } from 'vitest'
import { detectShell } from '../../src/shells/detect.ts'
import { shellNamed } from '../../src/shells/index.ts'

test.each([
  ['bash', 'bash'],
  ['-bash', 'bash'],
  ['/bin/bash', 'bash'],
  ['ZSH', 'zsh'],
  ['/usr/bin/zsh', 'zsh'],
  ['sh', 'sh'],
  ['dash', 'sh'],
  ['busybox', 'sh'],
  ['ksh93', 'sh'],
  ['mksh', 'sh'],
  ['yash', 'sh'],
  ['fish', 'fish'],
  ['elvish', 'elvish'],
  ['nu', 'nushell'],
  ['nushell', 'nushell'],
  ['pwsh', 'powershell'],
  ['C:\\Program Files\\PowerShell\\7\\pwsh.exe', 'powershell'],
  ['powershell.exe', 'powershell'],
  ['tcsh', undefined],
  ['node', undefined],
  ['bash2', undefined],
  ['', undefined],
  ['constructor', undefined],
  ['__proto__', undefined],
])('%s is %s', (word, name) => expect(shellNamed(word)?.name).toBe(name))

test.each([
  ['zsh', '/bin/bash', 'zsh by the parent process'],
  ['-zsh', undefined, 'zsh by the parent process'],
  ['node', '/bin/fish', 'fish by $SHELL'],
  [undefined, '/bin/dash', 'sh by $SHELL'],
  ['make', '/bin/false', undefined],
  [undefined, undefined, undefined],
  [undefined, '', undefined],
])('below %s with SHELL=%s it is %s', (parent, SHELL, expected) => {
  const found = detectShell(parent, SHELL === undefined ? {} : { SHELL })
  expect(found && `${found.shell.name} by ${found.from}`).toBe(expected)
})
