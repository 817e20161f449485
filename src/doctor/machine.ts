import type { Finding } from './finding.ts'
import { examineCertificates } from './machine/certificates.ts'
import { examineClient } from './machine/client.ts'
import type { MachineFacts } from './machine/facts.ts'
import { examineFile } from './machine/file.ts'
import { examinePermissionMode } from './machine/permission-mode.ts'
import { examineProxies } from './machine/proxies.ts'
import { examineSettings } from './machine/settings.ts'
import { examineShell } from './machine/shell.ts'
import { examineVariables } from './machine/variables.ts'

/** What is examined of the machine, in the order in which people read it. All of it is free. */
const examinations = [
  { id: 'file', title: 'Backends file', examine: examineFile },
  {
    id: 'shell',
    title: 'Shell',
    examine: examineShell,
  },
  { id: 'client', title: 'Claude Code', examine: examineClient },
  { id: 'settings', title: 'Settings files', examine: examineSettings },
  { id: 'mode', title: 'Permission mode', examine: examinePermissionMode },
  {
    id: 'variables',
    title: 'Variables',
    examine: examineVariables,
  },
  {
    id: 'certificates',
    title: 'Certificates',
    examine: examineCertificates,
  },
  { id: 'proxies', title: 'Proxies', examine: examineProxies },
] as const satisfies readonly {
  readonly id: string
  readonly title: string
  readonly examine: (facts: MachineFacts) => Finding[]
}[]

/** What people read for each probe's id. */
export const machineTitles: ReadonlyMap<string, string> = new Map(examinations.map(({ id, title }) => [id, title]))

/** Judges the machine: for each of these probes one `ok`, or whatever else there is to say. Does no I/O and never fails. */
export function examineMachine(facts: MachineFacts): Finding[] {
  return examinations.flatMap(({ examine }) => examine(facts))
}
