import { mask } from '../env/redact.ts'
import type { Finding } from './finding.ts'

/** Characters from which a secret is looked for anywhere; a shorter one only as a word of its own. */
const unmistakable = 8
/** Characters of a server's own words that are shown. */
const longestDetail = 300

/**
 * Findings without the secrets that a server may have sent back, and its words cut short, on one line.
 * Texts of ours have no secret in them.
 */
export function discreet(findings: readonly Finding[], secrets: readonly string[]): Finding[] {
  return findings.map(finding => ({
    ...finding,
    says: withoutSecrets(finding.says, secrets),
    ...(finding.detail === undefined ? {} : { detail: shortened(withoutSecrets(finding.detail, secrets)) }),
  }))
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

function shortened(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim()
  return line.length > longestDetail ? `${line.slice(0, longestDetail - 1)}…` : line
}
