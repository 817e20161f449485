import type { UrlFault } from './base-url.ts'
import type { CredentialFault } from './credential-fault.ts'

/**
 * What can be wrong with the backends file, as data: `code` is public and stays, the rest are its arguments. `key` is a line
 * as the file spells it, or as it would be written. No argument is a value of the file.
 */
export type FileFault =
  | { readonly code: 'line-not-read' }
  | { readonly code: 'key-invalid'; readonly key: string }
  | { readonly code: 'quote-open'; readonly key: string }
  | { readonly code: 'field-unknown'; readonly key: string; readonly field: string; readonly near?: string }
  | { readonly code: 'key-twice'; readonly key: string; readonly earlier: number }
  | { readonly code: 'name-reserved'; readonly key: string; readonly name: string }
  | { readonly code: 'credential-loses'; readonly key: string; readonly others: readonly string[] }
  | { readonly code: 'plain-http'; readonly key: string }
  | { readonly code: 'vendor-key-missing'; readonly key: string; readonly vendor: Vendor }
  | { readonly code: 'credential-missing'; readonly key: string }
  | { readonly code: 'credential-odd'; readonly key: string; readonly oddity: CredentialFault }
  | { readonly code: 'url-invalid'; readonly key: string; readonly fault: UrlFault }
  | { readonly code: 'url-shortened'; readonly key: string; readonly taken: string; readonly isChat: boolean }
  /** `kindKey` would say whose server it is, and `kind` is what the profile's name says; `example` is an address of it. */
  | {
      readonly code: 'url-missing'
      readonly key: string
      readonly kindKey?: string
      readonly kind?: string
      readonly example: string
    }
  | { readonly code: 'word-unknown'; readonly key: string; readonly words: readonly string[]; readonly near?: string }
  | { readonly code: 'number-invalid'; readonly key: string; readonly unit: string; readonly example: number }
  | { readonly code: 'value-cut'; readonly key: string }
  | { readonly code: 'value-long'; readonly key: string }
  | { readonly code: 'value-of-example'; readonly key: string }
  | { readonly code: 'reference-unset'; readonly key: string; readonly names: readonly string[] }
  | { readonly code: 'argument-quote-open'; readonly key: string }
  | { readonly code: 'capabilities-invalid'; readonly key: string }
  | { readonly code: 'variable-invalid'; readonly key: string; readonly variable: string }
  | { readonly code: 'variable-of-shells'; readonly key: string; readonly variable: string }
  | { readonly code: 'variable-of-switch'; readonly key: string; readonly variable: string }
  | { readonly code: 'router-needed'; readonly key: string; readonly server: string }
  /** A cloud that the client speaks to itself, by its own protocol and with its own login. */
  | { readonly code: 'router-useless'; readonly key: string; readonly server: string }
  | { readonly code: 'credential-of-cloud'; readonly key: string; readonly server: string; readonly instead?: string }
  | { readonly code: 'field-of-clouds'; readonly key: string; readonly kinds: readonly string[] }
  | { readonly code: 'model-missing'; readonly key: string; readonly example: string }
  | { readonly code: 'tier-is-alias'; readonly key: string }
  | { readonly code: 'background-dear'; readonly key: string; readonly haikuKey: string }
  /** Not of the file, but of what a profile needs: the router has another address than before. */
  | { readonly code: 'router-moved' }

/** A vendor whose key is missing: the page where there are keys, and the variable of its own tools. */
interface Vendor {
  readonly title: string
  readonly variable: string
  readonly keysUrl?: string
}
