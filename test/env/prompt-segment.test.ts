import { expect, test } from 'vitest'
import { shortStatus } from '../../src/env/prompt-segment.ts'

const profile = (name: string) => ({ CLAUDE_SWITCH_PROFILE: name })
const url = (text: string) => ({ ANTHROPIC_BASE_URL: text })

test.each<[Record<string, string>, string]>([
  [{}, 'anthropic'],
  [profile('cloud'), 'cloud'],
  [{ ...profile('local'), ...url('http://box') }, 'local'],
  [{ ...profile('cloud'), ...url('http://box') }, 'cloud!'],
  [{ ...profile('cloud'), ...url('https://api.anthropic.com') }, 'cloud'],
  [profile('local'), 'local!'],
  [{ ...profile('local'), ...url('http://box'), CLAUDE_CODE_USE_BEDROCK: '1' }, 'local!'],
  [profile('my-box'), 'my-box'],
  [url('http://localhost:11434'), 'localhost'],
  [url('https://me:canary@box.test/x'), 'box.test'],
  [url('https://api.anthropic.com'), 'anthropic'],
  [{ CLAUDE_CODE_USE_BEDROCK: '1' }, 'provider'],
  [url('nonsense'), 'gateway'],
])('%j is %s', (environment, expected) => expect(shortStatus(environment)).toBe(expected))
