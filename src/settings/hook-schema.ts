import {
  above,
  anything,
  arrayOf,
  filled,
  flag,
  isObject,
  link,
  mapOf,
  members,
  named,
  oneOf,
  orNull,
  type Shape,
  text,
} from './shapes.ts'

// As schema.ts, of the member that is the longest.

const texts = arrayOf(text)
const timed = { if: text, timeout: above(0), statusMessage: text, once: flag }

const hookKinds: Readonly<Record<string, Shape>> = {
  command: members(
    {
      ...timed,
      command: text,
      args: texts,
      shell: oneOf('bash', 'powershell'),
      onFailure: oneOf('continue', 'block'),
      async: flag,
      asyncRewake: flag,
      holdsTools: flag,
      rewakeMessage: filled,
      rewakeSummary: filled,
    },
    'command',
  ),
  prompt: members({ ...timed, prompt: text, model: text, continueOnBlock: flag }, 'prompt'),
  agent: members({ ...timed, prompt: text, model: text }, 'prompt'),
  mcp_tool: members({ ...timed, server: text, tool: text, input: mapOf(anything) }, 'server', 'tool'),
  http: members(
    { ...timed, url: link, onFailure: oneOf('continue', 'block'), headers: mapOf(text), allowedEnvVars: texts },
    'url',
  ),
}

const hook: Shape = value => {
  if (!isObject(value)) return ''
  const kind = Object.hasOwn(hookKinds, String(value['type'])) ? hookKinds[value['type'] as string] : undefined
  return kind ? kind(value) : '.type'
}

/** Those that may forbid something. Of all other events, and for null, the client forgives whatever is there. */
const events = 'PreToolUse PermissionRequest PreSkillShellCommand'

const matcher = orNull(arrayOf(members({ matcher: text, hooks: arrayOf(hook) }, 'hooks')))
const byEvent = members(named(matcher, events))

/** The `hooks` of a settings file. What is no object is forgiven. */
export const hooks: Shape = value => (isObject(value) ? byEvent(value) : undefined)
