import type { Feature } from '../../claude-code/error-recovery.ts'
import { changed, type Features, featuresOf } from '../../claude-code/features.ts'
import { firstTokensOf } from '../../env/window.ts'
import { diagnose } from '../diagnose.ts'
import { findWorkaround, isCurable } from '../find-workaround.ts'
import type { Finding } from '../finding.ts'
import { askShortly, firstRequest, inHaste } from '../first-request.ts'
import { found, type Probe, type Target } from '../probe.ts'

/** The parts of the request, for people. */
const names: Readonly<Partial<Record<Feature, string>>> = {
  adaptive: 'adaptive thinking',
  'thinking-display': 'thinking.display',
  effort: 'output_config',
  'system-role': 'system messages in the middle',
  betas: 'the beta header',
  'deferred-tools': 'deferred tools',
  attribution: "the block that names Claude Code's version",
}

function nameOf(feature: Feature): string {
  return names[feature] ?? feature.replace('beta:', 'the beta ')
}

export const session = {
  id: 'session',
  title: "Claude Code's request",
  needs: ['stream'],
  cost: 'tokens',
  tokens: { input: 6000, output: 300 },
  asks: 'all that Claude Code sends: system blocks, cache marks, a system message, tools, thinking, effort, betas, 32000 tokens',
  async run(target) {
    const { refusal } = target.facts
    const features = refusal ? featuresOf(target.environment) : sessionFeatures(target)
    const retryOutcome = refusal ?? (features.whole ? await askShortly(target, features) : await firstRequest(target))
    if (retryOutcome.succeeded) {
      target.facts.session = retryOutcome
      target.facts.features = retryOutcome.features
      return [succeededFinding(retryOutcome.recovered.map(nameOf))]
    }
    const workaround = isCurable(retryOutcome)
      ? await findWorkaround(retryOutcome, features, target, one => askShortly(target, one, inHaste(target)))
      : {}
    if (workaround.succeeded) {
      target.facts.session = workaround.succeeded
      target.facts.features = workaround.succeeded.features
    }
    const what = workaround.feature
      ? nameOf(workaround.feature)
      : (workaround.parts?.map(nameOf).join(' and ') ?? "Claude Code's request")
    const finding = diagnose('session', retryOutcome, target, what, workaround.feature)
    return [workaround.remedy ? { ...finding, remedy: workaround.remedy } : finding]
  },
} as const satisfies Probe

function succeededFinding(recovered: readonly string[]): Finding {
  if (recovered.length === 0)
    return found('session', 'ok', 'request-accepted', 'everything that Claude Code sends is accepted')
  const says = `refuses ${recovered.join(' and ')}, which Claude Code then leaves out by itself`
  return found('session', 'note', { code: 'request-reduced', parts: recovered }, says)
}

/**
 * The client's request; of its real size where nobody pays, so that a window or a limit of bytes that is too small for a session
 * shows itself. Where the window is known to be too small already, a small request goes on to examine the rest.
 */
function sessionFeatures({ environment, facts, payer, profile }: Target): Features {
  const features = featuresOf(environment)
  const tokens = facts.window?.effective
  const first = firstTokensOf({ sendsAll: profile.off.has('betas'), isSimple: features.simple })
  const isHopeless = tokens !== undefined && tokens < first
  return changed(features, { whole: payer.payer === 'free' && !isHopeless })
}
