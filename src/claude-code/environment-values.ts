import { defaultOutputTokens } from '../env/window.ts'
import type { Environment } from '../system/environment.ts'
import type { OwnModel } from './models.ts'

/** Whether the main model's name ends in `[1m]`: it is asked for without that, with a beta [measured, 2.1.332]. */
export function isMillion({
  ANTHROPIC_MODEL: model = '',
  CLAUDE_CODE_DISABLE_1M_CONTEXT: off = '',
}: Environment): boolean {
  return /\[1m\]$/i.test(model) && !/^(1|true|yes|on)$/i.test(off)
}

/** A level in small letters; none for `auto`, `unset` and numbers; any other word is taken for the model's own. */
export function effortOf(written = '', own: string | undefined): string | undefined {
  const word = written.toLowerCase()
  if (own === undefined || word === 'auto' || word === 'unset' || /^\d+$/.test(word)) return undefined
  return ['low', 'medium', 'high', 'xhigh', 'max'].includes(word) ? word : own
}

/** The most that the client asks for, in tokens [measured, 2.1.329]. */
const mostOutputTokens = 128_000

/** Tokens of an answer that are asked for: what is set, as far as the model goes. */
export function outputTokens(written = '', own: OwnModel | undefined): number {
  const tokens = Number.parseInt(written, 10)
  const most = own?.mostTokens ?? mostOutputTokens
  return tokens > 0 ? Math.min(tokens, most) : (own?.maxTokens ?? defaultOutputTokens)
}

/**
 * What CLAUDE_CODE_MODEL_CAPABILITIES takes out for the main model: entries with `;` between them, each for one model
 * (`name=`, `begin*=`) or for all, of names with `,` between them and a `-` in front of what goes [read in 2.1.332].
 */
export function capabilitiesOff(environment: Environment): ReadonlySet<string> {
  const { ANTHROPIC_MODEL = '', CLAUDE_CODE_MODEL_CAPABILITIES: written = '' } = environment
  const model = ANTHROPIC_MODEL.replace(/\[1m\]/gi, '')
  const is = (pattern: string) => (pattern.endsWith('*') ? model.startsWith(pattern.slice(0, -1)) : model === pattern)
  const off = new Set<string>()
  for (const entry of written.split(';')) {
    const [, pattern, list = ''] = /^(?:([^=]*)=)?(.*)$/s.exec(entry) ?? []
    if (pattern !== undefined && (pattern.trim() === '' || !is(pattern.trim()))) continue
    for (const word of list.split(',').map(one => one.trim())) {
      if (word.startsWith('-')) off.add(word.slice(1))
      else off.delete(word)
    }
  }
  return off
}
