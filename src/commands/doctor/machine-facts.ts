import { dirname, join, resolve } from 'node:path'
import { findClient } from '../../claude-code/installed.ts'
import type { CertificateFacts, CommandFacts, MachineFacts, ShellFacts } from '../../doctor/machine/facts.ts'
import { type EffectiveConfig, effectiveConfigOf } from '../../env/effective-config.ts'
import type { FoundFile } from '../../profiles/load.ts'
import type { Problem } from '../../profiles/profile.ts'
import { readClientFiles } from '../../settings/load.ts'
import { shellHere } from '../../shells/current.ts'
import { loadsInit } from '../../shells/rc-block.ts'
import type { Shell } from '../../shells/shell.ts'
import { executablePath, packageVersion, programOnPath, readSmallFile } from '../../system/find-program.ts'
import { ownVersion } from '../../system/own-version.ts'
import { shownPath } from '../../system/shown-path.ts'
import type { System } from '../../system/system.ts'
import { describeEffect, describeWarning } from '../../terminal/warnings.ts'

/** What is being examined, and from where. */
export interface Visit {
  /** What Claude Code would do on each examined profile; without any, the calling shell is looked at as it is. */
  readonly configs: readonly EffectiveConfig[]
  /** Problems of the profiles' lines beyond those of the file itself; what is in both is said once. */
  readonly problems: readonly Problem[]
  /** The profile that the calling shell is switched to. */
  readonly active?: string | undefined
  /** The shell that will evaluate what comes back, when there is one (`--shell-eval`). */
  readonly caller?: Shell | undefined
  /** Now, in ms since 1970. */
  readonly now: number
}

/** Bytes: all the authorities of a system are 0.2 MB. */
const certificatesLimit = 16 << 20

/**
 * Reads what `examineMachine` judges: files, and of programs no more than the client's version, which is asked only where
 * no file tells. Never fails for what it finds; what cannot be read is a fact of its own.
 */
export async function readMachineFacts(system: System, found: FoundFile, visit: Visit): Promise<MachineFacts> {
  const shown = (path: string) => shownPath(path, system.home)
  const files = readClientFiles(system, visit.configs[0]?.environment ?? system.environment)
  const configs =
    visit.configs.length > 0 ? visit.configs : [effectiveConfigOf(system.environment, files, undefined, visit.now)]
  const { path, exposed, mode, created, file } = found
  return {
    platform: system.platform,
    environment: system.environment,
    ...(visit.active === undefined ? {} : { active: visit.active }),
    configs,
    file: {
      ...{ path, shown: found.shown, exposed, mode, created },
      profiles: file.profiles.size,
      problems: withoutDoubles([...file.problems, ...visit.problems]),
    },
    shell: readShell(system, [...file.profiles.keys()], visit.caller),
    client: await findClient(system),
    broken: files.broken.map(one => ({ ...one, path: shown(one.path) })),
    certificates: readCertificates(system, configs),
    words: { warning: warning => describeWarning(warning, shown), effect: describeEffect },
    shown,
  }
}

function withoutDoubles(problems: readonly Problem[]): Problem[] {
  const seen = new Map(
    problems.map(problem => [JSON.stringify([problem.line, problem.profile, problem.code, problem.args]), problem]),
  )
  return [...seen.values()].sort((a, b) => (a.line ?? 0) - (b.line ?? 0))
}

function readShell(system: System, profiles: readonly string[], caller: Shell | undefined): ShellFacts {
  const here = shellHere(system)
  const shell = caller ?? here?.shell
  const isChild = here?.from === 'the parent process'
  // The function and `source` pass what the shell remembers, if only as an empty text; PowerShell drops empty ones.
  const passed = system.undo !== undefined
  const isPlain = isChild && shell !== undefined && shell.name !== 'powershell'
  const reached = caller ? 'evaluated' : passed ? 'function' : isPlain ? 'program' : 'unknown'
  const startUp = shell && readStartUp(system, shell)
  const command = readCommand(system)
  const { npm_command, npm_lifecycle_event } = system.environment
  return {
    ...(shell ? { shell } : {}),
    reached,
    ...(startUp ? { startUp } : {}),
    ...(command ? { command } : {}),
    throughNpm:
      (npm_command ?? npm_lifecycle_event) !== undefined && /node_modules[\\/]\.bin/.test(executablePath(system) ?? ''),
    own: {
      version: ownVersion(system),
      text: system.files.own('shell/claude-switch'),
    },
    profiles,
  }
}

/** The shell's start-up file, where that is one file of a known place. */
function readStartUp(system: System, { name, rcFile }: Shell): ShellFacts['startUp'] {
  if (!/^~\/\S+$/.test(rcFile)) return undefined
  const { ZDOTDIR, XDG_CONFIG_HOME } = system.environment
  const moved = name === 'zsh' ? ZDOTDIR : rcFile.startsWith('~/.config/') ? XDG_CONFIG_HOME : undefined
  const path = moved ? join(moved, rcFile.replace(/^~\/(\.config\/)?/, '')) : join(system.home, rcFile.slice(2))
  const text = readSmallFile(system, path)
  const loads = loadsInit(text ?? '')
  return { shown: shownPath(path, system.home), loads }
}

function readCommand(system: System): CommandFacts | undefined {
  const program = programOnPath(system, 'claude-switch')
  if (!program) return undefined
  const text = readSmallFile(system, program.real)
  const version = packageVersion(system, join(dirname(dirname(program.real)), 'package.json'), 'claude-switch')
  return {
    path: shownPath(program.path, system.home),
    ...(text === undefined || text.includes('\0') ? {} : { text }),
    ...(version === undefined ? {} : { version }),
  }
}

function readCertificates(system: System, configs: MachineFacts['configs']): CertificateFacts[] {
  const variables = ['NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE'] as const
  return variables.flatMap(variable => {
    const paths = new Set(
      configs.map(({ resolved, environment }) =>
        // A settings file may name the one, and is too late for the other [measured, 2.1.329].
        variable === 'SSL_CERT_FILE' ? environment[variable] || undefined : resolved.get(variable)?.value,
      ),
    )
    return [...paths]
      .filter(path => path !== undefined)
      .map((path): CertificateFacts => {
        const read = system.files.read(resolve(system.cwd, path), certificatesLimit)
        if ('missing' in read) return { variable, path, why: 'there is no such file' }
        if ('unreadable' in read) return { variable, path, why: read.unreadable }
        const text = Buffer.from(read.bytes).toString('latin1')
        return { variable, path, count: text.match(/^-----BEGIN (TRUSTED |X509 )?CERTIFICATE-----\s*$/gm)?.length ?? 0 }
      })
  })
}
