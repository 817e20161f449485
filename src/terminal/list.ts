import type { EffectiveConfig } from '../env/effective-config.ts'
import type { Problem, Profile } from '../profiles/profile.ts'
import { paint } from './colour.ts'
import { describeDestination, describeModel, paintPayer } from './describe.ts'
import { escapeControls } from './escape.ts'

/** One profile in the list: ready for use with its outlook, or not, with what it is missing. */
export interface ListRow {
  readonly name: string
  readonly active: boolean
  readonly problems: readonly Problem[]
  readonly profile?: Profile
  readonly config?: EffectiveConfig
  readonly missing?: string
}

/** The list as people read it: a mark for the active profile, then columns as wide as they need to be. */
export function listText(rows: readonly ListRow[], colour: boolean): string {
  const k = paint(colour)
  const cells = rows.map(({ name, config, missing }) =>
    config
      ? [name, describeDestination(config.destination), describeModel(config)]
      : [name, `not ready: ${escapeControls(missing ?? '')}`, ''],
  )
  const width = (column: number) =>
    Math.max(...rows.map((row, index) => (row.config || column === 0 ? (cells[index]?.[column] ?? '').length : 0)))
  const widths = [width(0), width(1), width(2)]
  return rows
    .map(({ active, config }, index) => {
      const [name = '', place = '', model = ''] = cells[index] ?? []
      const mark = active ? k.green('*') : ' '
      const first = name.padEnd(widths[0] ?? 0)
      const head = `${mark} ${active ? k.bold(first) : first}  `
      if (!config) return `${head}${k.dim(place)}\n`
      return `${head}${place.padEnd(widths[1] ?? 0)}  ${model.padEnd(widths[2] ?? 0)}  ${paintPayer(config.payer.payer, colour)}\n`
    })
    .join('')
}
