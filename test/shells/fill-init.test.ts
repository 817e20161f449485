import { expect, test } from 'vitest'
import { fillInit, type InitFacts } from '../../src/shells/fill-init.ts'

const script = `run '@node@' '@cli@' "$@"
words '@commands@'
# begin profile
cc-@profile@ -> @profile@
# end profile
  # begin cc
  cc
  # end cc
last
`
const facts: InitFacts = {
  quote: text => `'${text}'`,
  node: '/opt/node',
  cli: '/opt/c s/cli.cjs',
  commands: ['list', 'status'],
  profiles: ['local', 'my-box'],
  launchers: true,
  cc: true,
}

const head = "run '/opt/node' '/opt/c s/cli.cjs' \"$@\"\nwords 'list' 'status'\n"

test.each<[string, Partial<InitFacts>, string]>([
  ['everything', {}, `${head}cc-local -> local\ncc-my-box -> my-box\n  cc\nlast\n`],
  ['without cc', { cc: false }, `${head}cc-local -> local\ncc-my-box -> my-box\nlast\n`],
  ['without launchers', { launchers: false, cc: false }, `${head}last\n`],
  ['without profiles', { profiles: [] }, `${head}  cc\nlast\n`],
])('%s', (_, changes, expected) => expect(fillInit(script, { ...facts, ...changes })).toBe(expected))

test('a path with a replacement pattern in it stays as it is', () => {
  expect(fillInit("'@node@'", { ...facts, node: "/o$&/$'/$1" })).toBe("'/o$&/$'/$1'")
})
