import { fromEnvironment } from '../../env/precedence.ts'
import { quotePosix } from '../../system/quote-posix.ts'
import type { Finding } from '../finding.ts'
import { found } from '../probe.ts'
import type { CertificateFacts, MachineFacts } from './facts.ts'

type Facts = Pick<MachineFacts, 'configs' | 'certificates' | 'shown'>

/**
 * What there is to say of the variables that decide whose certificates are taken. Measured with 2.1.329: it takes those in
 * both files, goes on without a file that is missing or no PEM, and only `0` switches the check off.
 */
export function examineCertificates({ configs, certificates, shown }: Facts): Finding[] {
  const findings = [...certificates.flatMap(aboutFile), ...aboutChecking({ configs, shown })]
  if (findings.length > 0) return findings
  const [own] = certificates
  if (!own) return [found('certificates', 'ok', 'authorities-usual', 'the usual certificate authorities are trusted')]
  const many = own.count === 1 ? 'a certificate' : `${own.count} certificates`
  return [
    found(
      'certificates',
      'ok',
      { code: 'authorities-more', variable: own.variable, count: own.count ?? 0 },
      `${own.variable} adds ${many} to those that are trusted`,
    ),
  ]
}

function aboutFile({ variable, path, count, why }: CertificateFacts): Finding[] {
  if (count === undefined) {
    const says = `${variable} names ${path}, which Claude Code cannot read${why === undefined ? '' : `: ${why}`}`
    const tilde = path.startsWith('~') && 'write the path in full, since ~ is not replaced there'
    return [
      found('certificates', 'warn', { code: 'certificate-file-unreadable', variable, path }, says, {
        remedy: { says: tilde || 'correct the path, or unset it' },
      }),
    ]
  }
  if (count === 0) {
    const says = `${variable} names ${path}, which has no certificate in PEM, so that Claude Code ignores it`
    const word = (text: string) => (/^[\w@%+=:,./-]+$/.test(text) ? text : quotePosix(text))
    const command = `openssl x509 -inform der -in ${word(path)} -out ${word(`${path}.pem`)}`
    return [
      found('certificates', 'warn', { code: 'certificate-file-empty', variable, path }, says, {
        remedy: { says: 'if it is DER, make it PEM', commands: [command] },
      }),
    ]
  }
  if (variable === 'NODE_EXTRA_CA_CERTS') return []
  return [
    found(
      'certificates',
      'note',
      { code: 'certificate-file-trusted', variable, path },
      `${variable} names ${path}, whose certificates Claude Code trusts`,
    ),
  ]
}

function aboutChecking({ configs, shown }: Pick<Facts, 'configs' | 'shown'>): Finding[] {
  const name = 'NODE_TLS_REJECT_UNAUTHORIZED'
  const origin = configs.map(({ resolved }) => resolved.get(name)).find(one => one?.value === '0')
  if (!origin) return []
  const place = origin.from === fromEnvironment ? '' : ` in ${shown(origin.from)}`
  const says = `${name}=0${place}: every certificate is taken, so that anybody on the way can read the credential`
  const remedy = { says: 'take it out, and name the authority that you trust in NODE_EXTRA_CA_CERTS' }
  return [found('certificates', 'warn', 'any-certificate-taken', says, { remedy })]
}
