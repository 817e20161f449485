import type { Environment } from '../system/environment.ts'

/**
 * Replaces `$NAME` and `${NAME}` by what the environment holds; `\$` is a dollar sign, and so is one before anything
 * that is no name, so that `$(...)` and `$5` stay as they are. Names that are not set come back in `missing`.
 */
export function expandReferences(value: string, environment: Environment): { value: string; missing: string[] } {
  if (!value.includes('$')) return { value, missing: [] }
  const missing: string[] = []
  const replaced = value.replace(
    /\\\$|\$(?:\{([A-Za-z_][A-Za-z0-9_]*)\}|([A-Za-z_][A-Za-z0-9_]*))/g,
    (whole, braced: string | undefined, plain: string | undefined) => {
      const name = braced ?? plain
      if (name === undefined) return '$'
      const found = Object.hasOwn(environment, name) ? environment[name] : undefined
      if (found === undefined) missing.push(name)
      return found ?? whole
    },
  )
  return { value: replaced, missing }
}
