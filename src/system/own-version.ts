import type { System } from './system.ts'

/** The version of this package. */
export function ownVersion(system: Pick<System, 'files'>): string {
  return JSON.parse(system.files.own('package.json')).version
}
