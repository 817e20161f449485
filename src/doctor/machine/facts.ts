import type { InstalledClient } from '../../claude-code/installed.ts'
import type { EffectiveConfig } from '../../env/effective-config.ts'
import type { NetworkEffect } from '../../env/network.ts'
import type { Warning } from '../../env/warning.ts'
import type { Problem } from '../../profiles/profile.ts'
import type { Shell } from '../../shells/shell.ts'
import type { Environment } from '../../system/environment.ts'

/** The machine as it was read, before anything is judged. Paths are as people write them, with `~`. */
export interface MachineFacts {
  readonly platform: NodeJS.Platform
  /** The calling shell's environment as it is. */
  readonly environment: Environment
  /** The profile that the calling shell is switched to. */
  readonly active?: string
  /** What a client would do on each examined profile; where none is, what it would do in the calling shell as it is. */
  readonly configs: readonly EffectiveConfig[]
  readonly file: FileFacts
  readonly shell: ShellFacts
  readonly client: InstalledClient
  /** Settings files that the client drops, may drop, or does not start with, and the reason. */
  readonly broken: readonly {
    readonly path: string
    readonly why: string
    readonly fault: 'not-json' | 'wrong-member' | 'unreadable'
    readonly outcome: 'dropped' | 'fatal' | 'unsure'
  }[]
  /** The files that certificate variables name. */
  readonly certificates: readonly CertificateFacts[]
  /** What is said of what the rooms below found: the sentences are made in terminal/. */
  readonly words: {
    readonly warning: (warning: Warning) => string
    readonly effect: (effect: NetworkEffect) => string
  }
  /** A path as people write it. */
  readonly shown: (path: string) => string
}

/** The backends file. */
export interface FileFacts {
  readonly path: string
  readonly shown: string
  readonly created: boolean
  readonly exposed: boolean
  readonly mode: number
  /** How many profiles there are, the built-in ones included. */
  readonly profiles: number
  readonly problems: readonly Problem[]
}

/** How the calling shell knows the command. */
export interface ShellFacts {
  /** The shell that called, where that is known. */
  readonly shell?: Shell
  /**
   * How this was called. function: by the function that init defines; evaluated: the shell evaluates what comes back, as it
   * does for that function and for `source`; program: by a shell, as any program; unknown: it cannot be told.
   */
  readonly reached: 'function' | 'evaluated' | 'program' | 'unknown'
  /** That shell's start-up file, where there is one of a known place, and whether a line of it loads init. */
  readonly startUp?: { readonly shown: string; readonly loads: boolean }
  /** What PATH gives as claude-switch. */
  readonly command?: CommandFacts
  /** True where npm started this, which puts its own directories in front of the shell's PATH. */
  readonly throughNpm: boolean
  /** This package: its version, and the text of the file that is sourced and run. */
  readonly own: { readonly version: string; readonly text: string }
  /** The profiles that init makes launchers for. */
  readonly profiles: readonly string[]
}

/** A file that PATH gives as claude-switch. */
export interface CommandFacts {
  readonly path: string
  /** Its text; undefined where it is none, or too long to be ours. */
  readonly text?: string
  /** The version of the package that it belongs to, where that is claude-switch. */
  readonly version?: string
}

/** A file of certificates that a variable names. */
export interface CertificateFacts {
  readonly variable: 'NODE_EXTRA_CA_CERTS' | 'SSL_CERT_FILE'
  /** As it is written in the variable. */
  readonly path: string
  /** How many certificates in PEM are in it; absent where it cannot be read. */
  readonly count?: number
  /** Why it cannot be read. */
  readonly why?: string
}
