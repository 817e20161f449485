/** What makes a text no credential: a habit of other tools, or of the place from which it was copied. */
export type CredentialFault = 'scheme' | 'reference' | 'command' | 'quotes' | 'white-space' | 'unsendable'

/**
 * What is wrong with a credential, the surest first; undefined where nothing is. A header carries visible ASCII (RFC 9110,
 * section 5.5), and no vendor's key has a blank or quotation marks in it.
 */
export function credentialFaultOf(value: string): CredentialFault | undefined {
  if (/^(bearer|basic|token|authorization:|x-api-key:)\s/i.test(value)) return 'scheme'
  if (/^(op|vault|keychain):\/\//i.test(value)) return 'reference'
  if (/^(`.*`|\$\(.*\))$/s.test(value)) return 'command'
  if (/^['"\u2018-\u201e\u00ab\u00bb]|['"\u2018-\u201e\u00ab\u00bb]$/.test(value)) return 'quotes'
  if (/[^\x20-\x7e\t\r\n]/.test(value)) return 'unsendable'
  return /\s/.test(value) ? 'white-space' : undefined
}

/** Whether nothing but a mistake can look like that: such a credential is refused, any other is only doubted. */
export function isHopeless(fault: CredentialFault): boolean {
  return fault !== 'white-space'
}
