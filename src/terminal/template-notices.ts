import { type Notice, noticeOf } from './notices.ts'
import type { Sentences } from './sentences.ts'

/** What there is to say of a template beside its text. */
type TemplateNotice =
  | {
      readonly code: 'template-of-other-server'
      readonly profile: string
      readonly server: string
      readonly template: string
      readonly meant: string
    }
  | { readonly code: 'template-open'; readonly places: readonly string[]; readonly template?: string }
  | { readonly code: 'template-needs-keys' }
  | { readonly code: 'skill-needs-budget' }

/** Each of them as one sentence. */
export const templateSentences: Sentences<TemplateNotice> = {
  'template-of-other-server': ({ profile, server, template, meant }) =>
    `${profile} is ${server}, and ${template} is for ${meant}`,
  'template-open': ({ places, template }) =>
    `to be filled in: ${places.join(', ')}${template === undefined ? '' : `; a profile fills them: claude-switch template ${template} PROFILE`}`,
  'template-needs-keys': () => 'it needs its configuration and its keys first: see its first lines.',
  'skill-needs-budget': () =>
    'where the window is small, Claude Code shows the model the name of a skill alone; LOCAL_ENV_SLASH_COMMAND_TOOL_CHAR_BUDGET=8000 among the lines of profile local brings its description back.',
}

/** A note of a template. */
export function templateNotice(told: TemplateNotice): Notice {
  return noticeOf('note', told, templateSentences)
}
