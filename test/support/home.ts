import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'

/** A home directory of one test's own. */
export interface Home {
  readonly path: string
  /** Writes a file under it, mode 0600, and returns its path. */
  write(name: string, text: string | Uint8Array, mode?: number): string
}

/** The backends file that most tests use: one profile of each sort. The secrets in it are canaries. */
export const backendsText = `LOCAL_BASE_URL=http://127.0.0.1:4999
LOCAL_MODEL=qwen3-coder
LOCAL_AUTH_TOKEN='canary-local'
LOCAL_CONTEXT_TOKENS=65536
LOCAL_MAX_OUTPUT_TOKENS=8192
OLLAMA_MODEL=qwen3-coder
OLLAMA_CONTEXT_TOKENS=65536
MY_BOX_BASE_URL=https://box.test.invalid/anthropic
MY_BOX_API_KEY='canary-box'
MY_BOX_MODEL=glm-4.6
MY_BOX_CONTEXT_TOKENS=200000
MY_BOX_ENV_EXTRA_THING='an extra thing'
BROKEN_BASE_URL=http://127.0.0.1:1
BROKEN_MODEL=m
BROKEN_AUTH_TOKEN_COMMAND='echo sorry >&2; exit 3'
LOCAL_BILLING=free
`

/** Makes a temporary home that goes away with the test. Without a text there is no backends file in it. */
export function temporaryHome(backends?: string): Home {
  const path = mkdtempSync(join(tmpdir(), 'claude-switch-'))
  onTestFinished(() => rmSync(path, { recursive: true, force: true }))
  const write = (name: string, text: string | Uint8Array, mode = 0o600) => {
    const file = join(path, name)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text, { mode })
    chmodSync(file, mode)
    return file
  }
  if (backends !== undefined) write('.claude-backends.env', backends)
  return { path, write }
}
