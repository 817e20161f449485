import { mask } from '../profiles/secret.ts'
import { managedVariable } from './managed-variables.ts'
import type { Plan } from './plan.ts'
import { redactRouter } from './router-address.ts'

/** True for a variable whose value nobody should read: a managed secret, or a name that speaks of one. */
export function isSecretName(name: string): boolean {
  const variable = managedVariable(name)
  if (variable) return variable.secret === true
  return /(TOKEN|KEY|SECRET|PASS(WORD|WD|PHRASE)?|CREDENTIALS?|AUTH|COOKIE|HEADERS?)(_|$)|(^|_)(PAT|PWD)(_|$)/i.test(
    name,
  )
}

/** A value as a person may see it: a secret masked, a password inside a URL, and what JSON in it says under a secret name. */
export function redact(name: string, value: string): string {
  return isSecretName(name) ? mask : redactJson(redactUrl(value))
}

/** Parsed and not searched by a pattern, which would take a time with the square of a long value's length. */
function redactJson(text: string): string {
  if (!/^\s*[{[]/.test(text)) return text
  let hasSecret = false
  try {
    const masked = JSON.stringify(JSON.parse(text), (name, value: unknown) => {
      const isSecret = typeof value === 'string' && value !== '' && (isSecretName(name) || /authorization/i.test(name))
      hasSecret ||= isSecret
      return isSecret ? mask : value
    })
    return hasSecret ? masked : text
  } catch (error) {
    // It is no JSON, or nested so deeply that nobody can say what is in it.
    return error instanceof RangeError ? mask : text
  }
}

/** A URL, or any text with URLs in it, without user names, passwords and the router's secret. */
export function redactUrl(address: string): string {
  const text = redactRouter(address, mask)
  // Most texts have no @ in them, and the pattern takes longer to prepare than all the rest of a switch's line.
  if (!text.includes('@')) return text
  return text.replace(/([a-z][a-z0-9+.-]{0,30}:\/\/)[^\s/?#\\]*@/gi, `$1${mask}@`)
}

/** A plan as a person may see it. */
export function redactPlan(plan: Plan): Plan {
  return new Map([...plan].map(([name, value]) => [name, value === null ? null : redact(name, value)]))
}

/** True for a line of a backends file, commented out or not, whose value nobody should read. */
export function isSecretLine(line: string): boolean {
  const key = /^\s*(?:#\s*)?(?:export\s+)?([\w.-]+)/.exec(line)?.[1]
  return key !== undefined && isSecretName(key)
}
