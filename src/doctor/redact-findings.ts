import { mask } from '../profiles/secret.ts'
import type { Finding } from './finding.ts'

/** Characters from which a secret is looked for anywhere; a shorter one only as a word of its own. */
const unmistakable = 8
/** Characters of a server's own words that are shown, and of a sentence, which may quote some of them. */
const longestDetail = 300
const longestSentence = 1000

/**
 * Findings without the secrets that a server may have sent back, without control characters, and cut short, on one line.
 * Remedies are left as they are: a value with something masked in it would be of no use.
 */
export function redactFindings(findings: readonly Finding[], secrets: readonly string[]): Finding[] {
  // One secret may be the beginning of another.
  const longestFirst = [...secrets].sort((a, b) => b.length - a.length)
  const shown = (text: string, most: number) => shortened(withoutSecrets(text, longestFirst), most)
  return findings.map(finding => ({
    ...finding,
    args: redactArgs(finding.args, text => shown(text, longestDetail)),
    says: shown(finding.says, longestSentence),
    ...(finding.detail === undefined ? {} : { detail: shown(finding.detail, longestDetail) }),
    ...(finding.breaks === undefined ? {} : { breaks: shown(finding.breaks, longestDetail) }),
  }))
}

/** Arguments with every text in them changed; a server's own words may be among them. */
function redactArgs<Args>(args: Args, change: (text: string) => string): Args {
  return JSON.parse(JSON.stringify(args), (_, value) => (typeof value === 'string' ? change(value) : value))
}

/** A text with every secret masked. */
function withoutSecrets(text: string, secrets: readonly string[]): string {
  let shown = text
  for (const secret of secrets) {
    if (secret.length >= unmistakable) shown = shown.replaceAll(secret, mask)
    else if (secret !== '') shown = shown.replace(wordOf(secret), mask)
  }
  return shown
}

function wordOf(secret: string): RegExp {
  const literal = secret.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  return new RegExp(`(?<![\\w-])${literal}(?![\\w-])`, 'g')
}

function shortened(text: string, most: number): string {
  const line = text.replace(/[\s\p{Cc}]+/gu, ' ').trim()
  // Half a character is none.
  return line.length > most ? `${line.slice(0, most - 1).replace(/\p{Cs}$/u, '')}…` : line
}
