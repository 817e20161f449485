import { known } from '../protocol/json.ts'
import { cleanLiteLlm, liteLlmFacts } from './litellm-releases.ts'
import { isBefore, type Release, type ReleaseNumbers, releaseOf } from './release-numbers.ts'
import type { Server } from './servers.ts'
import { installLiteLlm, updates } from './updates.ts'

/** What is wrong with a release of a server. */
export interface ReleaseJudgement {
  readonly level: 'fail' | 'warn'
  readonly says: string
  readonly remedySays: string
  readonly commands?: readonly string[]
}

/**
 * What is known against a server's release, the gravest first; nothing where the version is unknown, cannot be read, or
 * is a developer's own build, whose number says nothing of what is in it.
 */
export function judgeRelease(kind: Server, version: string | undefined): readonly ReleaseJudgement[] {
  if (version === undefined) return []
  switch (kind) {
    case 'litellm':
      return judgeLiteLlm(version)
    case 'ollama':
      return judgeOllama(version)
    case 'llamacpp':
      return judgeLlama(version)
    case 'lmstudio':
      return judgeLmStudio(version)
    case 'vllm':
      return judgeVllm(version)
    default:
      return []
  }
}

function judgeLiteLlm(version: string): ReleaseJudgement[] {
  const release = releaseOf(version)
  if (!release) return []
  const known = liteLlmFacts.filter(
    ({ from, to, level }) =>
      !isBefore(release, ...from) && !isAfter(release, to) && !(level === 'fail' && release.isEarly),
  )
  // Whoever has a forged release has nothing else to read first.
  const grave = known.filter(({ level }) => level === 'fail')
  return (grave.length > 0 ? grave : known).map(({ level, says, source, reported }) => ({
    level,
    says: `LiteLLM ${version} ${says}; known from ${[source, reported].filter(Boolean).join(', ')}`,
    remedySays:
      level === 'fail'
        ? `stop it now; change every credential of that machine (environment, SSH, cloud, Kubernetes, databases); then install ${cleanLiteLlm}, and no other by chance`
        : `install ${cleanLiteLlm}`,
    commands: installLiteLlm,
  }))
}

const isAfter = ({ numbers }: Release, to: ReleaseNumbers) => isBefore({ numbers: to, isEarly: false }, ...numbers)

function judgeOllama(version: string): ReleaseJudgement[] {
  const release = releaseOf(version)
  if (!release) return []
  if (isBefore(release, 0, 14, 0)) return [tooOld(`Ollama ${version}`, '0.14.0', updates.ollama)]
  if (!isBefore(release, 0, 15, 5)) return []
  return [
    {
      level: 'warn',
      says: `Ollama ${version} gives every model 4096 tokens unless told otherwise, however much memory there is`,
      remedySays: 'update to 0.15.5 or newer, or set the window',
      commands: [...updates.ollama, 'OLLAMA_CONTEXT_LENGTH=65536 ollama serve'],
    },
  ]
}

/** llama.cpp counts its builds: `b10573-d775b8967`. One built from a shallow clone calls itself b0 or b1. */
function judgeLlama(version: string): ReleaseJudgement[] {
  const build = Number(/^b?(\d{1,7})(?:-|$)/.exec(version)?.[1] ?? 0)
  // Builds before b8906 also lose their prompt cache each turn, unless CLAUDE_CODE_ATTRIBUTION_HEADER is 0, as it is here.
  return build >= 1000 && build < 7187 ? [tooOld(`llama.cpp ${version}`, 'b7187', updates.llamacpp)] : []
}

function judgeLmStudio(version: string): ReleaseJudgement[] {
  const release = releaseOf(version)
  if (!release) return []
  if (isBefore(release, 0, 4, 1)) return [tooOld(`LM Studio ${version}`, '0.4.1', updates.lmstudio)]
  const name = release.numbers.join('.')
  const build = /^\s*v?\d+\.\d+\.\d+[^\d]+(\d+)/.exec(version)?.[1]
  const warn = (says: string): ReleaseJudgement[] => [
    { level: 'warn', says, remedySays: 'update LM Studio', commands: updates.lmstudio },
  ]
  // Its bug tracker, #2164 and #2220.
  if (name === '0.4.19' && build === '2')
    return warn(`LM Studio ${version} stops after one sentence with Qwen models that think`)
  if (name === '0.4.20')
    return warn(`LM Studio ${version} fails on tools with gpt-oss-120b ("failed to parse grammar")`)
  return []
}

function judgeVllm(version: string): ReleaseJudgement[] {
  const release = releaseOf(version)
  if (!release || !isBefore(release, 0, 11, 1)) return []
  // /v1/messages came into the main server on 2025-11-01; the number of that release is inferred, so it only warns.
  const says = `vLLM ${version} is from before its server spoke the Messages API (November 2025, about 0.11.1)`
  return [{ level: 'warn', says, remedySays: 'update vLLM', commands: updates.vllm }]
}

function tooOld(name: string, needed: string, commands: readonly string[]): ReleaseJudgement {
  return {
    level: 'fail',
    says: `${name} has no /v1/messages; ${needed} is the first that does`,
    remedySays: `update to ${needed} or newer`,
    ...known({ commands: commands.length > 0 ? commands : undefined }),
  }
}
