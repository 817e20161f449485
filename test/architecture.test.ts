import { readdirSync, readFileSync } from 'node:fs'
import { join, normalize } from 'node:path'
import { expect, test } from 'vitest'
import { root } from './support/binary.ts'

const pure = ['profiles', 'backends', 'env', 'shells', 'settings', 'doctor', 'templates']

/** What each room may import: other rooms, packages, and the parts of node that touch the machine. */
const rooms: Record<string, readonly string[]> = {
  backends: [],
  profiles: ['backends', 'dotenv'],
  env: ['profiles', 'backends'],
  shells: ['env'],
  settings: ['env'],
  doctor: ['profiles', 'backends', 'env', 'shells', 'settings'],
  templates: ['backends', 'profiles', 'settings'],
  demo: [],
  terminal: [...pure, 'kleur/colors'],
  system: ['execa', 'prompts', 'node:'],
  surroundings: [...pure, 'terminal'],
  commands: [...pure, 'demo', 'terminal', 'system', 'surroundings'],
}

/** What every room may import: arithmetic on paths and bytes, and as types the nouns of the machine and its variables. */
const everywhere = [
  'node:path',
  'node:buffer',
  'type profiles/references.ts',
  'type system/system.ts',
  'type system/wire.ts',
]

/** The table of contents and the entry, which bring everything together; only they know commander. */
const contents = ['looking', 'settling', 'loading', 'options'].map(name => `contents/${name}.ts`)
const entries = ['cli.ts', 'start.ts', 'program.ts', 'guide.ts', 'arguments.ts', 'rehearsal.ts', ...contents]

/** What a file imports: files by their path in src, with `type` in front where nothing is left of it at run time. */
function importsOf(file: string): string[] {
  const text = readFileSync(join(root, 'src', file), 'utf8')
  const found = text.matchAll(/(import type [^'"]*)?(?:\bfrom |\bimport\(|\brequire\()'([^']+)'/g)
  return [...found].map(([, type, target = '']) => {
    const path = target.startsWith('.') ? normalize(join(file, '..', target)) : target
    return type ? `type ${path}` : path
  })
}

function mayImport(room: string, target: string): boolean {
  if (everywhere.includes(target)) return true
  const path = target.replace(/^type /, '')
  if (room === 'commands' && path.startsWith('commands/')) return path === 'commands/command.ts'
  return [room, ...(rooms[room] ?? [])].some(
    allowed => path === allowed || path.startsWith(allowed.endsWith(':') ? allowed : `${allowed}/`),
  )
}

const files = (readdirSync(join(root, 'src'), { recursive: true }) as string[])
  .filter(file => file.endsWith('.ts'))
  .sort()

test.each(Object.keys(rooms))('%s imports what it may', room => {
  const own = files.filter(file => file.startsWith(`${room}/`))
  expect(own).not.toEqual([])
  for (const file of own)
    expect(
      importsOf(file).filter(target => !mayImport(room, target)),
      file,
    ).toEqual([])
})

test('every file is in a room, or an entry', () => {
  const isHome = (file: string) =>
    entries.includes(file) || Object.keys(rooms).some(room => file.startsWith(`${room}/`))
  expect(files.filter(file => !isHome(file))).toEqual([])
})

test('commander is the guide’s alone, and nobody imports the entries', () => {
  for (const file of files) {
    const targets = importsOf(file).map(target => target.replace(/^type /, ''))
    if (file !== 'guide.ts') expect(targets, file).not.toContain('commander')
    if (!entries.includes(file))
      expect(
        targets.filter(target => entries.includes(target)),
        file,
      ).toEqual([])
  }
})
