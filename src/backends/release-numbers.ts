/** Major, minor, patch. */
export type ReleaseNumbers = readonly [number, number, number]

/** A release, as its server writes its version. */
export interface Release {
  readonly numbers: ReleaseNumbers
  /** A release candidate, alpha or beta of that version. */
  readonly isEarly: boolean
}

/** `1.82.7`, `v0.33.0-rc2`, `0.11.1+cu128`, `1.83` -> its numbers. */
export function releaseOf(version: string): Release | undefined {
  const parts = /^\s*v?(\d{1,6})\.(\d{1,6})(?:\.(\d{1,6}))?(?!\d|\.\d)(.*)$/i.exec(version)
  if (!parts) return undefined
  const [, major, minor, patch = '0', rest = ''] = parts
  if (/dev|dirty|unknown|-g[0-9a-f]{6}/i.test(rest)) return undefined
  const numbers = [Number(major), Number(minor), Number(patch)] as const
  // Built from source without a version, Ollama calls itself 0.0.0.
  if (numbers.every(number => number === 0)) return undefined
  return { numbers, isEarly: /^[.-]?(rc|a|b|alpha|beta|pre|nightly)(?![a-z])/i.test(rest) }
}

/** Whether a release is older than another. */
export function isBefore({ numbers }: Release, ...[major = 0, minor = 0, patch = 0]: readonly number[]): boolean {
  const [a, b, c] = numbers
  return a !== major ? a < major : b !== minor ? b < minor : c < patch
}
