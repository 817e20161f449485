import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildSync } from 'esbuild'
import { expect, test } from 'vitest'
import { root } from '../support/binary.ts'
import { converse } from '../support/conversation.ts'
import { temporaryHome } from '../support/home.ts'
import { everythingExpected, isInstalled } from '../support/shells.ts'

const program = `
  const { writeFileSync } = require('node:fs')
  process.stdin.on('data', bytes => String(bytes) === 'E' && process.stdin.push(null))
  require('./questions.cjs').askYesNo('Write it?').then(answer => {
    writeFileSync('answer', String(answer))
    process.stderr.write('done\\n')
  })
`

const canConverse = everythingExpected || isInstalled('expect')

test.runIf(canConverse).each([
  ['y', 'y', 'true'],
  ['Y', 'Y', 'true'],
  ['n', 'n', 'false'],
  ['Enter', '\r', 'false'],
  ['Ctrl-C', '\u0003', 'undefined'],
  ['Ctrl-D', '\u0004', 'undefined'],
  ['Esc', '\u001b', 'undefined'],
  ['the end of the input', 'E', 'undefined'],
  ['a letter that is no answer, then y', 'xy', 'true'],
  ['keys without letters, then y', '\u001bOP\u001b[24~\u001b[A\u001b[2~\u001b[200~\u001b[3~\u001bq\u0002\ty', 'true'],
])('%s', (_, typed, answer) => {
  const home = temporaryHome()
  const outfile = join(home.path, 'questions.cjs')
  const entryPoints = [join(root, 'src/system/prompts.ts')]
  buildSync({ entryPoints, outfile, bundle: true, platform: 'node', format: 'cjs' })
  home.write('ask.cjs', program)
  const steps = [
    ['', 'Write it?'],
    ['', '(y/N)'],
    [typed, 'done'],
  ] as const
  const { code, stderr } = converse(['sh', '-c', `"${process.execPath}" ask.cjs >printed`], steps, home, {})
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(readFileSync(join(home.path, 'answer'), 'utf8')).toBe(answer)
  // Captured, as it is where a shell evaluates it.
  expect(readFileSync(join(home.path, 'printed'), 'utf8')).toBe('')
})
