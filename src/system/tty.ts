import { fstatSync } from 'node:fs'

/**
 * Whether a descriptor is a terminal. node:tty knows, but loading it brings the whole of net and stream along (1.5 ms),
 * so it is asked only about what can be one: a character device, and not the null device.
 */
export function isTerminal(descriptor: number): boolean {
  try {
    const { rdev, mode } = fstatSync(descriptor)
    if ((mode & fileKind) !== characterDevice || rdev === nullDevice) return false
  } catch {
    return false
  }
  return (require('node:tty') as typeof import('node:tty')).isatty(descriptor)
}

const fileKind = 0o170000
const characterDevice = 0o020000

/** Linux: major 1, minor 3. Elsewhere it is some other number, and node:tty gives the answer. */
const nullDevice = 0x103
