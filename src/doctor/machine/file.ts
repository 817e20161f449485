import { quotePosix } from '../../system/quote-posix.ts'
import type { Finding } from '../finding.ts'
import { found } from '../probe.ts'
import type { FileFacts, MachineFacts } from './facts.ts'
import { sentence } from './sentence.ts'

/** What there is to say of the backends file: who may read it, and every line that cannot be right. */
export function examineFile({ file, platform }: Pick<MachineFacts, 'file' | 'platform'>): Finding[] {
  const findings: Finding[] = []
  const { shown, mode, exposed, created, profiles } = file
  if (exposed) {
    const remedy = { says: 'let nobody else read it', commands: [`chmod 600 ${asWord(file)}`] }
    findings.push(
      found(
        'file',
        'warn',
        { code: 'file-exposed', path: shown, mode: mode.toString(8) },
        `${shown} can be read by others (mode ${mode.toString(8)})`,
        { remedy },
      ),
    )
  }
  for (const { level, line, code, args, says } of file.problems) {
    // A line that keeps one profile from being used is no reason to fail the others; that profile says so itself.
    const place = line === undefined ? shown : `${shown}:${line}`
    findings.push(
      found(
        'file',
        level === 'note' ? 'note' : 'warn',
        { code, ...args, path: shown, ...(line === undefined ? {} : { line }) },
        `${place}: ${sentence(says)}`,
      ),
    )
  }
  if (findings.length > 0) return findings
  if (created)
    return [
      found(
        'file',
        'ok',
        { code: 'file-written', path: shown },
        `${shown} was written just now; put your servers there`,
      ),
    ]
  const privacy = platform === 'win32' ? '' : ', and only you can read it'
  return [
    found(
      'file',
      'ok',
      { code: 'file-sound', path: shown, profiles },
      `${shown} has ${profiles === 1 ? '1 profile' : `${profiles} profiles`}${privacy}`,
    ),
  ]
}

/** The path as one word for a shell; `~` works outside quotes only. */
function asWord({ shown, path }: FileFacts): string {
  return /^[\w@%+=:,./~-]+$/.test(shown) ? shown : quotePosix(path)
}
