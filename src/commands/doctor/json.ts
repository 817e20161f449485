import type { Finding } from '../../doctor/finding.ts'
import { jsonText } from '../../terminal/escape.ts'
import type { Examined } from './examine-all.ts'

/** Whether anything at all is a failure, on the machine or on a backend: what the exit code says. */
export function hasFailed(machine: readonly Finding[], examined: readonly Examined[]): boolean {
  return [...machine, ...examined.flatMap(({ findings }) => findings)].some(({ level }) => level === 'fail')
}

/** What `doctor --json` prints: one object, each of its keys always there. `fixed` names the profiles that were changed. */
export function doctorJson(
  machine: readonly Finding[],
  examined: readonly Examined[],
  fixed: readonly string[],
): string {
  const record = {
    failed: hasFailed(machine, examined),
    machine: machine.map(recordOf),
    backends: examined.map(backendRecord),
    fixed,
  }
  return jsonText(record)
}

function backendRecord({ name, admitted, findings, verdict, facts, spent, ms }: Examined): object {
  const options = 'options' in admitted ? admitted.options : undefined
  const { claimed, effective, from } = facts?.window ?? {}
  return {
    profile: name,
    verdict: verdict.verdict,
    says: verdict.says,
    url: options?.profile.baseUrl ?? null,
    kind: facts?.kind ?? options?.profile.kind ?? null,
    server: facts?.identity ? { title: facts.identity.title, version: facts.identity.version ?? null } : null,
    model: options?.model ?? null,
    payer: options?.payer.payer ?? null,
    window: {
      claimed: claimed ?? null,
      effective: effective ?? null,
      measured: facts?.measuredTokens ?? null,
      from: from || null,
    },
    tokens: { input: spent.input, output: spent.output },
    ms: Math.round(ms),
    findings: findings.map(recordOf),
  }
}

function recordOf({ probe, level, code, args, says, detail, breaks, remedy }: Finding): object {
  return {
    probe,
    level,
    code,
    args,
    says,
    detail: detail ?? null,
    breaks: breaks ?? null,
    remedy: remedy
      ? { says: remedy.says, set: remedy.set ?? {}, commands: remedy.commands ?? [], proven: remedy.proven === true }
      : null,
  }
}
