import type { Kind } from '../../backends/backend.ts'
import { backendOf } from '../../backends/catalogue.ts'
import type { Choice, System } from '../../system/system.ts'
import { escapeControls } from '../../terminal/escape.ts'
import { answered } from './answered.ts'
import type { OfferedModel } from './discover.ts'
import { windowTokens } from './profile-lines.ts'

/** Asks which of a server's models, or for a name where it lists none; `old` is the one that is written. */
export async function askModel(
  kind: Kind,
  models: readonly OfferedModel[],
  old: string | undefined,
  system: System,
): Promise<string> {
  const refuse = (text: string) => (text === '' ? 'a name is needed' : undefined)
  const askText = async () => {
    const initial = old === undefined ? {} : { initial: old }
    return answered(
      await system.prompts.text(`Its model, such as ${backendOf(kind).exampleModel}`, { ...initial, refuse }),
    )
  }
  if (models.length === 0) return askText()
  const choices: Choice<OfferedModel | 'other'>[] = models.map(one => ({ title: modelTitle(kind, one), value: one }))
  const initial = models.findIndex(({ entry }) => entry.id === old)
  const all = [...choices, { title: 'another one', value: 'other' as const }]
  const chosen = answered(
    await system.prompts.choice<OfferedModel | 'other'>('Which model?', all, Math.max(initial, 0)),
  )
  return chosen === 'other' ? askText() : chosen.entry.id
}

function modelTitle(kind: Kind, { entry, window }: OfferedModel): string {
  const tokens = windowTokens(kind, window)
  const claimed = window.claimed === undefined ? '' : `, up to ${window.claimed} tokens`
  const size = tokens === undefined ? claimed : `, ${tokens} tokens`
  return escapeControls(`${entry.id}${size}${entry.tools === false ? ', takes no tools' : ''}`)
}
