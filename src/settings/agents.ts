import { dirname, join } from 'node:path'
import type { Agent } from '../env/model-choice.ts'
import type { System } from '../system/system.ts'

/** Bytes of an agent's file that are read, and how many files and floors of directories. */
const limit = 256 << 10
const mostFiles = 1000
const deepest = 8

/**
 * The agents that the client finds from the working directory, the one that wins first: those in `.claude/agents` here and
 * in every directory above but not at home, then those of the user's own; of two in one directory the last [measured, 2.1.332]. `own` is the client's directory. Those of plugins
 * and of the command line are not seen.
 */
export function readAgents(
  { files, cwd, home }: Pick<System, 'files' | 'cwd' | 'home'>,
  own: string | undefined,
): Agent[] {
  const places: string[] = []
  for (let directory = cwd; directory !== home; directory = dirname(directory)) {
    places.push(join(directory, '.claude'))
    if (dirname(directory) === directory) break
  }
  const last = own === undefined ? [] : [own]
  const paths = [...new Set([...places.filter(place => place !== own), ...last])].flatMap(place =>
    markdownIn(files, join(place, 'agents'), 0).toReversed(),
  )
  return paths.slice(0, mostFiles).flatMap(path => {
    const read = files.read(path, limit)
    return 'bytes' in read ? agentIn(Buffer.from(read.bytes).toString('utf8'), path) : []
  })
}

function markdownIn(files: System['files'], directory: string, depth: number): string[] {
  return files.list(directory).flatMap(name => {
    const path = join(directory, name)
    if (name.endsWith('.md')) return [path]
    return depth < deepest && !/\.\w+$/.test(name) ? markdownIn(files, path, depth + 1) : []
  })
}

/** What the front matter says; the client takes none without a name and a description. */
function agentIn(text: string, path: string): Agent[] {
  const matter = /^\uFEFF?---[ \t]*\r?\n([\s\S]*?)\r?\n---/.exec(text)?.[1]
  if (matter === undefined) return []
  const [name, model] = [memberOf(matter, 'name'), memberOf(matter, 'model')]
  if (!name || !/^description[ \t]*:/m.test(matter)) return []
  return [{ name, path, ...(model && !/^inherit$/i.test(model) ? { model } : {}) }]
}

/** A member's plain text: without quotes, and without a comment behind it. */
function memberOf(matter: string, name: string): string | undefined {
  const value = new RegExp(`^${name}[ \\t]*:(.*)$`, 'm').exec(matter)?.[1]?.trim()
  const quoted = /^(["'])(.*?)\1/.exec(value ?? '')?.[2]
  return quoted ?? value?.replace(/(^|\s)#.*$/, '').trim()
}
