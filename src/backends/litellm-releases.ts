import type { ReleaseNumbers } from './release-numbers.ts'

/** The release that is advised: the one that our own tests run, its files pinned by their hashes. */
export const cleanLiteLlm = '1.106.12'

/** What is known against releases of LiteLLM, from one to another, both included. */
export interface LiteLlmFact {
  readonly from: ReleaseNumbers
  readonly to: ReleaseNumbers
  readonly level: 'fail' | 'warn'
  /** Behind "LiteLLM 1.82.7". */
  readonly says: string
  /** Who says so, and when it was reported (year-month-day), where that is known. */
  readonly source: string
  readonly reported?: string
}

/** The gravest first; looked through on 2026-11-27. Whoever runs a newer release finds nothing here, which proves nothing. */
export const liteLlmFacts: readonly LiteLlmFact[] = [
  {
    from: [1, 82, 7],
    to: [1, 82, 8],
    level: 'fail',
    says: 'on PyPI was forged: it steals every credential it finds (official Docker images were not affected)',
    source: "LiteLLM's own post of March 2026",
    reported: '2026-03-24',
  },
  {
    from: [1, 107, 0],
    to: [1, 107, 0],
    level: 'fail',
    says: 'is reported as forged, on PyPI, Docker Hub and GHCR: it may steal every credential it finds',
    source: 'the release notes of caveman-middleware 1.0.1 and the package litellm-check',
    reported: '2026-10-21',
  },
  {
    from: [0, 0, 0],
    to: [1, 83, 99],
    level: 'warn',
    says: 'lets in callers without a key (two flaws, fixed in 1.84.0)',
    source: "LiteLLM's pull request 40574",
  },
  {
    from: [1, 82, 0],
    to: [1, 83, 4],
    level: 'warn',
    says: "hands on tool calls with empty input, for models that are not Anthropic's (1.82.0 to 1.83.4)",
    source: "LiteLLM's issues",
  },
  {
    from: [1, 90, 0],
    to: [1, 90, 99],
    level: 'warn',
    says: 'is one of those around 1.90 that begin an answer twice and put thinking into its text',
    source: "LiteLLM's issues",
  },
]
