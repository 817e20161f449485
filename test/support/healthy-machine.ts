import type { Finding } from '../../src/doctor/finding.ts'
import type { MachineFacts } from '../../src/doctor/machine/facts.ts'
import { examineMachine } from '../../src/doctor/machine.ts'
import type { Logins } from '../../src/env/credentials.ts'
import type { EffectiveConfig } from '../../src/env/effective-config.ts'
import { makePlan } from '../../src/env/plan.ts'
import type { SettingsLayer } from '../../src/env/precedence.ts'
import { apply } from '../../src/env/shell-state.ts'
import { shells } from '../../src/shells/index.ts'
import type { Environment } from '../../src/system/environment.ts'
import { describeEffect, describeWarning } from '../../src/terminal/warnings.ts'
import { ready } from './profiles.ts'
import { configIn } from './standing.ts'

/** Profiles of every reach: this machine, a private address, the internet, and Anthropic itself. */
const text = `LOCAL_BASE_URL=http://127.0.0.1:4999
LOCAL_MODEL=m
LOCAL_AUTH_TOKEN=t
BOX_BASE_URL=http://192.168.1.20:8000
BOX_MODEL=m
BOX_AUTH_TOKEN=t
SHOP_BASE_URL=https://llm.shop.dev
SHOP_MODEL=m
SHOP_AUTH_TOKEN=t
SHOP_ENV_ANTHROPIC_BETAS=mine
LOCAL_BILLING=free
`

/** What a client does on one of these profiles, when the shell's own environment is `own`. */
export function outlookOn(
  name: 'local' | 'box' | 'shop' | 'cloud',
  own: Environment = {},
  files: { layers?: SettingsLayer[]; logins?: Logins } = {},
): EffectiveConfig {
  const profile = ready(text, name, own)
  const environment = apply(makePlan({ profile, secret: profile.credential ? 't' : undefined }, own), own)
  return configIn(environment, { ...files, profile })
}

/** A machine on which nothing is wrong, with what a test changes about it. */
export function healthyMachine(changes: Partial<MachineFacts> = {}): MachineFacts {
  return {
    platform: 'linux',
    environment: {},
    configs: [outlookOn('local')],
    file: {
      path: '/home/me/.claude-backends.env',
      shown: '~/.claude-backends.env',
      created: false,
      exposed: false,
      mode: 0o600,
      profiles: 5,
      problems: [],
    },
    shell: {
      shell: shells.bash,
      reached: 'function',
      command: { path: '~/bin/claude-switch', text: 'ours', version: '1.2.3' },
      throughNpm: false,
      own: { version: '1.2.3', text: 'ours' },
      profiles: ['local', 'cloud'],
    },
    client: { path: '~/bin/claude', version: '2.1.329', installer: 'npm' },
    broken: [],
    certificates: [],
    words: { warning: one => describeWarning(one, path => `~${path}`), effect: describeEffect },
    shown: path => `~${path}`,
    ...changes,
  }
}

/** The findings of one probe, one line each: level and sentence. */
export function said(probe: string, changes: Partial<MachineFacts>): string[] {
  return findingsOf(probe, changes).map(({ level, says }) => `${level}: ${says}`)
}

/** The findings of one probe. */
export function findingsOf(probe: string, changes: Partial<MachineFacts>): Finding[] {
  return examineMachine(healthyMachine(changes)).filter(finding => finding.probe === probe)
}
