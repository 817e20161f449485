import { expect, test } from 'vitest'
import { isTakenByShells, isVariableName } from '../../src/profiles/variable-names.ts'

test.each([
  ['FOO', true],
  ['_', true],
  ['foo_1', true],
  ['1FOO', false],
  ['', false],
  ['A-B', false],
  ['A B', false],
  ['A.B', false],
  ['A\n', false],
  ['Ä', false],
])('%j is a variable’s name: %s', (name, expected) => {
  expect(isVariableName(name)).toBe(expected)
})

// Each is read-only in one of the shells, or takes away what a switch itself needs.
test.each(
  ['PATH', 'path', 'UID', 'EUID', 'PPID', 'SHELLOPTS', 'BASHOPTS', 'BASH_VERSINFO', 'BASH_ENV', 'ENV', 'IFS'].concat(
    ['status', 'version', 'history', 'FISH_VERSION', 'hostname', 'pwd', 'SHLVL', 'HOME', 'ARGC', 'ZSH_EVAL_CONTEXT'],
    ['PS0', 'RPS1', 'PROMPT2', 'SPROMPT', 'YASH_AFTER_CD', 'LD_AUDIT', 'MAILPATH', 'TMOUT'],
    ['LD_PRELOAD', 'PROMPT_COMMAND', 'NU_VERSION', 'PWD', 'OLDPWD', 'LINENO', 'RANDOM', 'SECONDS', '_'],
  ),
)('%s belongs to a shell', name => expect(isTakenByShells(name)).toBe(true))

test.each([
  'FOO',
  'HTTPS_PROXY',
  'NODE_EXTRA_CA_CERTS',
  'MY_PATH',
  'EDITOR',
  'PSQL_HISTORY',
  'LDAP_URL',
  'DISABLE_TELEMETRY',
  'LANG',
])('%s is free', name => expect(isTakenByShells(name)).toBe(false))
