import { describe, expect, test } from 'vitest'
import { found } from '../../src/doctor/probe.ts'
import { redactFindings } from '../../src/doctor/redact-findings.ts'

const long = 'sk-or-v1-0123456789'
const mask = '********'

describe('what a server said', () => {
  test.each<[string, said: string, secrets: string[], shown: string]>([
    ['a long secret', `key ${long} is wrong`, [long], `key ${mask} is wrong`],
    ['a long secret within a word', `keys=${long}${long}x`, [long], `keys=${mask}${mask}x`],
    ['a long secret with signs', 'key a+b(c)$&[d] is wrong', ['a+b(c)$&[d]'], `key ${mask} is wrong`],
    ['a short secret as a word', 'key "t" is wrong, t!', ['t'], `key "${mask}" is wrong, ${mask}!`],
    ['a short secret within words', 'that start-t t_t', ['t'], 'that start-t t_t'],
    ['a short secret with signs', 'key $1.* is wrong', ['$1.*'], `key ${mask} is wrong`],
    ['an empty secret', 'all is well', [''], 'all is well'],
    ['one that begins like another', `${long}-more`, [long, `${long}-more`], mask],
    ['several', `${long} and other-secret`, ['other-secret', long], `${mask} and ${mask}`],
    ['control characters', 'red\u001b[31m\u0007 alarm\u009b', [], 'red [31m alarm'],
    ['lines', ' one\r\n\ttwo\u2028three  four ', [], 'one two three four'],
    ['much', 'x'.repeat(400), [], `${'x'.repeat(299)}…`],
    ['just as much as is shown', 'x'.repeat(300), [], 'x'.repeat(300)],
    ['half a character at its end', `${'x'.repeat(298)}😀${'x'.repeat(50)}`, [], `${'x'.repeat(298)}…`],
    ['a secret at its end', `${'x'.repeat(290)} ${long}`, [long], `${'x'.repeat(290)} ${mask}`],
  ])('%s', (_, said, secrets, shown) => {
    const [finding] = redactFindings(
      [found('a', 'fail', { code: 'no-answer', said: [said] }, 'fails', { detail: said, breaks: said })],
      secrets,
    )
    expect(finding).toEqual({
      ...{ probe: 'a', level: 'fail', code: 'no-answer', args: { said: [shown] }, says: 'fails' },
      ...{ detail: shown, breaks: shown },
    })
    expect(redactFindings([found('a', 'ok', 'reachable', said.slice(0, 250))], secrets)[0]?.says).not.toContain(long)
  })
})

test('a sentence is masked and kept, whatever it quotes', () => {
  const [finding] = redactFindings(
    [found('a', 'note', 'reachable', `${long} answered\u001b[2J, ${'m'.repeat(2000)}`)],
    [long],
  )
  expect(finding?.says).toMatch(/^\*{8} answered \[2J, m+…$/)
  expect(finding?.says).toHaveLength(1000)
})

test('what has no secret in it stays as it is', () => {
  const remedy = { says: 'do it', set: { MODEL: 'm' }, commands: ['a  b'] }
  const findings = [
    found('a', 'warn', { code: 'key-wanted', status: 401 }, 'it is so', { detail: 'seen', remedy }),
    found('b', 'ok', 'reachable', 'fine'),
  ]
  expect(redactFindings(findings, [long, 't'])).toEqual(findings)
})
