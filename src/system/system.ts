import type { Environment } from '../profiles/references.ts'

/** What a file turned out to be. */
export type FileRead =
  | { readonly bytes: Uint8Array; readonly mode: number }
  | { readonly missing: true }
  | { readonly unreadable: string }

/** How a child ended: with a code (128 + the signal's number for one that a signal ended), or it never began. */
export type ChildEnd = { readonly code: number } | { readonly missing: true } | { readonly failed: string }

/**
 * Everything of the machine that a command may touch. Commands get it as a value; tests give them a plain object.
 */
export interface System {
  readonly environment: Environment
  /** What the calling shell remembers of its switches; taken out of `environment`, so that no child sees it. */
  readonly undo: string | undefined
  readonly cwd: string
  readonly home: string
  readonly platform: NodeJS.Platform
  /** The node that runs this, and the file that it was started with. */
  readonly node: string
  readonly cli: string
  isTerminal(stream: 'stdin' | 'stdout' | 'stderr'): boolean
  /** Writes the whole text, however slowly the reader takes it. */
  print(stream: 'stdout' | 'stderr', text: string): void
  /** Hands text to the shell function that called, on the descriptor that it listens to. */
  tell(channel: 1 | 3, text: string): void
  /** Reads a file of at most `limit` bytes. */
  readFile(path: string, limit: number): FileRead
  exists(path: string): boolean
  /** The names in a directory, sorted; none when there is no such directory. */
  list(path: string): readonly string[]
  /** Writes a new file whole or not at all, with mode 0600; false when there is one already. Throws when it cannot. */
  createFile(path: string, text: string): boolean
  /** A file of this package: `shell/init.bash`, `templates/...`. */
  ownFile(path: string): string
  /** Runs a program with our streams in an environment, and passes signals on to it. */
  runChild(command: string, words: readonly string[], env: Readonly<Record<string, string>>): Promise<ChildEnd>
  /** Runs a secret command in the system's shell: its output, or why there is none. Its stderr goes to the user. */
  secretOf(command: string): { readonly output: string } | { readonly failed: string }
  /** True when the macOS Keychain holds an item of that name. Nothing is read from it, so nothing is asked. */
  hasKeychainItem(service: string): boolean
  /** The name of the process that started this one, where the system tells. */
  parentName(): string | undefined
}
