/**
 * Words that mean a command, now or in a version that is already planned, so that no profile can be called by them:
 * the command keeps its meaning, and a file written today goes on working tomorrow.
 */
export const reservedNames: ReadonlySet<string> = new Set([
  'off',
  'status',
  'list',
  'env',
  'run',
  'init',
  'launch',
  'complete',
  'help',
  'doctor',
  'setup',
  'settings',
  'template',
  'demo',
  'statusline',
  'router',
  'use',
  'ls',
  'current',
  'add',
  'edit',
  'rm',
  'rename',
  'import',
])
