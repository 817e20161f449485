import { filler } from './filler.ts'
import { firstTools } from './first-tools.ts'
import { laterTools } from './later-tools.ts'
import type { KnownTool, ToolSpec } from './tool-schemas.ts'

/** A tool that is only named until it is searched for: part of the experimental betas. It stands before the last one. */
const deferredTool: KnownTool = {
  name: 'DeferredToolPlaceholder',
  description: 'Stands for tools that are loaded when they are needed.',
  length: 83,
  input_schema: { type: 'object', properties: {} },
  defer_loading: true,
}

/** Every tool whose calls may be judged. */
export const clientTools: readonly ToolSpec[] = [...firstTools, ...laterTools]

const simpleTools = ['Bash', 'Edit', 'Read']

/**
 * The tools of a request: three, those that the client offers at once beside the deferred ones, or all of them. `whole` says
 * as much of each as the client says.
 */
export function offeredTools(which: 'simple' | 'deferred' | 'all', whole: boolean): readonly ToolSpec[] {
  const written = ({ name, length, description, ...tool }: KnownTool): ToolSpec => ({
    name,
    description: whole && which !== 'simple' ? filler(description, length) : description,
    ...tool,
  })
  if (which === 'simple') return firstTools.filter(({ name }) => simpleTools.includes(name)).map(written)
  if (which === 'deferred') return [...firstTools.slice(0, -1), deferredTool, ...firstTools.slice(-1)].map(written)
  const known = [...firstTools.filter(({ name }) => name !== 'ToolSearch'), ...laterTools]
  return known.sort((one, other) => (one.name < other.name ? -1 : 1)).map(written)
}
