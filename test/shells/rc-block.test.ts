import { describe, expect, test } from 'vitest'
import { loadsInit, withBlock, withoutBlock } from '../../src/shells/rc-block.ts'
import { dice } from '../support/random.ts'

const line = 'eval "$(claude-switch init zsh)"'
const block = `# >>> claude-switch >>>\n${line}\n# <<< claude-switch <<<\n`

describe('with the block', () => {
  test.each([
    ['an empty file', '', block],
    ['the end', 'a=1\n', `a=1\n${block}`],
    ['a last line without a line end', 'a=1', `a=1\n${block}`],
    ['blank lines at the end', 'a=1\n\n\n', `a=1\n\n\n${block}`],
    ['line ends of Windows', 'a\r\nb\r\n', `a\r\nb\r\n${block.replaceAll('\n', '\r\n')}`],
    ['a byte order mark', '\ufeffa\n', `\ufeffa\n${block}`],
    ['a block with another line', `a\n${block.replace('zsh', 'bash')}b\n`, `a\n${block}b\n`],
    ['a block without a line end', `a\n${block.trimEnd()}`, `a\n${block}`],
    ['an empty block', '# >>> claude-switch >>>\n# <<< claude-switch <<<\nb\n', `${block}b\n`],
    ['marks that only look like ours', '# >>> conda >>>\n # >>> claude-switch >>>\n', expect.stringContaining(block)],
  ])('%s', (_, before, after) => {
    const made = withBlock(before, line)
    expect(made).toEqual(after)
    expect(withBlock(made, line)).toBe(made)
  })

  test('of two lines', () =>
    expect(withBlock('', 'claude-switch init nu | save x\nsource x # claude-switch init')).toContain(
      '\nsource x # claude-switch init\n# <<<',
    ))
})

describe('without the block', () => {
  test.each([
    ['none is there', 'a\nb', 'a\nb'],
    ['at the end', `a\n${block}`, 'a\n'],
    ['in the middle, where others wrote behind it', `a\n${block}b`, 'a\nb'],
    ['alone', block, ''],
    ['with an option that the user gave it', `a\n${block.replace('zsh', 'zsh --no-cc')}`, 'a\n'],
    ['with line ends of Windows', `a\r\n${block.replaceAll('\n', '\r\n')}b\r\n`, 'a\r\nb\r\n'],
    ['switched off by hand', `a\n${block.replace('eval', '# eval')}`, 'a\n'],
  ])('%s', (_, before, after) => expect(withoutBlock(before)).toBe(after))

  test('gives back what was there, but for a line end that was missing', () => {
    const { pick, below } = dice(20_261_121)
    const parts = ['a=1', '', '# x', '\n', '\n\n', '\r\n', ' ', '\ufeff', '>>>', 'export B="é"']
    for (let times = 0; times < 500; times++) {
      const text = Array.from({ length: below(9) }, () => pick(parts)).join('')
      const back = withoutBlock(withBlock(text, line))
      const isOpen = text !== '' && !/[\r\n]$/.test(text)
      expect(back).toBe(isOpen ? text + (/\r\n|\n/.exec(text)?.[0] ?? '\n') : text)
    }
  })
})

test.each([
  ['no end', '# >>> claude-switch >>>\na\n'],
  ['no beginning', 'a\n# <<< claude-switch <<<\n'],
  ['two blocks', block + block],
  ['the wrong way round', '# <<< claude-switch <<<\n# >>> claude-switch >>>\n'],
  ['something of the user’s inside', block.replace(line, `${line}\nalias ll='ls -l'`)],
])('refuses %s', (_, text) => {
  expect(() => withBlock(text, line)).toThrow(RangeError)
  expect(() => withoutBlock(text)).toThrow(RangeError)
})

test.each([
  [block, true],
  [line, true],
  ["eval \"$('/node' '/x/shell/claude-switch' init bash)\"", true],
  [`# ${line}`, false],
  ['source claude-switch local', false],
  ['', false],
])('%j loads init: %s', (text, loads) => expect(loadsInit(text)).toBe(loads))
