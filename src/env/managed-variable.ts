/**
 * What a managed variable is for.
 * redirect: another host; selector: a cloud provider; credential: proves who pays; header: what is sent along with a request;
 * session: whose session this is; model: which model a tier is; limit: sizes and times; flag: parts of the request; proxy: which hosts go around a proxy.
 */
type Role = 'redirect' | 'selector' | 'credential' | 'header' | 'session' | 'model' | 'limit' | 'flag' | 'proxy'

/** A variable that every switch sets or removes. */
export interface Variable {
  readonly name: string
  readonly role: Role
  /** What Claude Code does with it. */
  readonly does: string
  /** A value that nobody should read on a screen. */
  readonly secret?: true
  /** It means nothing to Anthropic itself, so it does not come back with `cloud`. */
  readonly foreignOnly?: true
  /** A field of the profile decides it, so that `ENV_` may not. */
  readonly field?: string
}

/** A model's variable, and the three that say how /model shows it and what may be asked of it; fields of the profile decide some. */
export function tier(name: string, field: string, does: string, nameField?: string): Variable[] {
  return [
    { name, role: 'model', field, does },
    { name: `${name}_NAME`, role: 'model', does: 'its label in /model', ...(nameField ? { field: nameField } : {}) },
    { name: `${name}_DESCRIPTION`, role: 'model', does: 'its description in /model' },
    { name: `${name}_SUPPORTED_CAPABILITIES`, role: 'model', does: 'what the client may ask of it' },
  ]
}
