import { type Backend, isHost, type Kind } from './backend.ts'

/**
 * A vendor with one address, keys, and prices by the token: reached directly where it speaks the Messages API itself, by the
 * router where it speaks chat completions. `key` is the variable that the vendor's own tools read, and where keys are to be had.
 */
export function vendor<const K extends Kind, const P extends Backend['protocol']>(
  kind: K,
  protocol: P,
  title: string,
  defaultBaseUrl: string,
  exampleModel: string,
  key: { readonly variable: string; readonly keysUrl: string },
) {
  return {
    kind,
    title,
    protocol,
    defaultBaseUrl,
    auth: { header: 'bearer', needed: 'always', ...key },
    runsModels: false,
    needsModel: true,
    exampleModel,
    recognise: isHost(new URL(defaultBaseUrl).hostname),
  } as const satisfies Backend
}
