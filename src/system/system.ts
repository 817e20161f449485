import type { Environment } from './environment.ts'
import type { Handler, Served, ServeOptions } from './http/served.ts'
import type { HttpClient, HttpClientOptions, HttpStreams } from './http/types.ts'

/** What a file turned out to be. */
export type FileRead =
  | { readonly bytes: Uint8Array; readonly mode: number }
  | { readonly missing: true }
  | { readonly unreadable: string }

/** What becomes of one file of the user's. */
export interface FileChange {
  readonly path: string
  /** What it will say; null takes the file away. */
  readonly text: string | Uint8Array | null
  /** What it says now; absent where there has to be none yet, and the new one is the user's alone to read. */
  readonly expected?: Uint8Array | undefined
  /** What goes into `<path>.bak`, mode 0600, in the place of an earlier copy. */
  readonly backup?: Uint8Array | undefined
  /** What its mode may keep: 0o700 takes it from all others. */
  readonly mask?: number | undefined
}

/** `changed`: it says something else by now, so that nothing was written. */
export type FileReplaced = 'done' | 'changed'

/** How a child ended: with a code (128 + the signal's number for one that a signal ended), or it never began. */
export type ChildEnd = { readonly code: number } | { readonly missing: true } | { readonly failed: string }

/** One of several that a user may take. Its title is shown as it is, so it has no control characters. */
export interface Choice<T> {
  readonly title: string
  readonly value: T
}

/** What stands there already, and what there is against an answer: a sentence, or nothing. */
export interface TextQuestion {
  readonly initial?: string
  readonly refuse?: (text: string) => string | undefined
}

/** Files. Paths are absolute; nothing here throws where a file is merely missing. */
export interface Files {
  /** All that is on stdin, as UTF-8 text of `limit` bytes at most; empty where there is nothing to read. */
  readStdin(limit: number): string
  /** Reads a file of at most `limit` bytes; a named pipe, for which whoever fills it is waited for, only where that is asked. */
  read(path: string, limit: number, pipes?: 'pipes too'): FileRead
  exists(path: string): boolean
  /** A path with every link in it followed; undefined where nothing is there. */
  realPath(path: string): string | undefined
  /** The names in a directory, sorted; none when there is no such directory. */
  list(path: string): readonly string[]
  /** Writes a new file whole or not at all, with mode 0600; false when there is one already. Throws when it cannot. */
  create(path: string, text: string): boolean
  /** Changes a file of the user's whole or not at all; throws, and changes nothing, when it cannot, the reason in words. */
  replace(change: FileChange): Promise<FileReplaced>
  /** Takes a directory away if nothing is in it, else does nothing. */
  removeEmpty(path: string): void
  /** Makes a directory that is the user's alone, and those above it; nothing where it is there. Throws when it cannot. */
  makeDirectory(path: string): void
  /** Writes at the end of a file of the user's alone, which is made where there is none; throws when it cannot. */
  append(path: string, text: string): void
  /** Gives a file another name, in the place of one that has it. Throws when it cannot. */
  rename(path: string, to: string): void
  /** Takes a file away, if it is there. */
  remove(path: string): void
  /** A new directory that only the user can read, and how to take it away again. */
  temporaryDirectory(): { readonly path: string; remove(): void }
  /** A file of this package: `shell/init.bash`, `templates/...`. */
  own(path: string): string
}

/** Other programs, and this process among them. */
export interface Processes {
  /** Runs a program with our streams in an environment, in a directory or in ours, and passes signals on to it. */
  run(command: string, words: readonly string[], env: Readonly<Record<string, string>>, cwd?: string): Promise<ChildEnd>
  /** What a program prints, or why there is nothing; it is ended after `limitMs`. Its environment is ours unless given. */
  exec(
    command: string,
    words: readonly string[],
    limitMs: number,
    environment?: Environment,
  ): Promise<{ readonly stdout: string } | { readonly failed: string }>
  /**
   * Starts a program that outlives this process and its terminal, in the home directory; what it prints goes behind the end
   * of the file `log`. Throws where it cannot be started.
   */
  startDetached(command: string, words: readonly string[], env: Readonly<Record<string, string>>, log: string): void
  /** Where a program really is, links followed; undefined where nothing can be run at that path. */
  programAt(path: string): string | undefined
  /** Runs a secret command in the system's shell: its output, or why there is none. Its stderr goes to the user. */
  runSecretCommand(command: string): { readonly output: string } | { readonly failed: string }
  /** True when the macOS Keychain holds an item of that name. Nothing is read from it, so nothing is asked. */
  hasKeychainItem(service: string, account?: string): boolean
  /** The name of the process that started this one, where the system tells. */
  parentName(): string | undefined
  /**
   * Resolves when the user or the system asks this process to end (Ctrl-C, SIGTERM, SIGHUP), with the exit code that says
   * so: 128 + the signal's number. From the call on, those signals do nothing else.
   */
  untilAskedToEnd(): Promise<number>
}

/** HTTP, in both directions. */
interface Http {
  /** Requests to one backend, one after the other, with whole answers. */
  open(options: HttpClientOptions): Promise<HttpClient>
  /** Requests to anybody, many at once, with answers that are read as they come. */
  openStreams(options: HttpClientOptions): Promise<HttpStreams>
  /** Serves HTTP on this machine's loopback until it is closed; port 0 takes a free one. Throws when the port is taken. */
  serve(handle: Handler, port: number, options?: ServeOptions): Promise<Served>
}

/** Questions to the user, on the terminal; undefined when they would rather not say. */
interface Prompts {
  yesNo(question: string): Promise<boolean | undefined>
  /** Lets the user take one of several, beginning at `initial` of them. */
  choice<T>(question: string, choices: readonly Choice<T>[], initial: number): Promise<T | undefined>
  /** Asks for a line of text, its ends trimmed. */
  text(question: string, about: TextQuestion): Promise<string | undefined>
  /** The same without showing what is typed. */
  secret(question: string, about: TextQuestion): Promise<string | undefined>
}

interface Clock {
  /** ms on a clock that only goes forward. */
  now(): number
  /** Resolves after some ms. */
  pause(ms: number): Promise<void>
}

/** What leaves this process for a reader. */
interface Output {
  isTerminal(stream: 'stdin' | 'stdout' | 'stderr'): boolean
  /** Writes the whole text, however slowly the reader takes it. */
  print(stream: 'stdout' | 'stderr', text: string): void
  /** Hands text to the shell function that called, on the descriptor that it listens to. */
  sendToShell(fd: 1 | 3, text: string): void
}

/**
 * Everything of the machine that a command may touch, in groups. Commands get it as a value; tests give them plain objects
 * for the groups that they are about.
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
  readonly files: Files
  readonly processes: Processes
  readonly http: Http
  readonly prompts: Prompts
  readonly clock: Clock
  readonly output: Output
}

/** Parts of a machine: whole values, and single members of its groups. */
export type SystemChanges = {
  readonly [Name in keyof System]?: Name extends 'files' | 'processes' | 'http' | 'prompts' | 'clock' | 'output'
    ? Partial<System[Name]>
    : System[Name]
}
