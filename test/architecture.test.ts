import { readdirSync, readFileSync } from 'node:fs'
import { join, normalize } from 'node:path'
import { describe, expect, test } from 'vitest'
import { root } from './support/binary.ts'

/** The rooms of the house, top floor first: a room imports itself and what lies below it. */
const rooms = [
  'cli',
  'commands',
  'terminal',
  'doctor',
  'router',
  'claude-code',
  'templates',
  'settings',
  'shells',
  'env',
  'profiles',
  'backends',
  'demo',
  'protocol',
  'system',
]

/** Who may import a package, or a part of node that touches the machine. Types are everybody's. */
const outside: Record<string, RegExp> = {
  commander: /^cli\/help\.ts$/,
  dotenv: /^profiles\//,
  execa: /^system\//,
  'eventsource-parser': /^protocol\/sse-parse\.ts$/,
  'jsonc-parser': /^settings\/json-scan\.ts$/,
  'kleur/colors': /^(terminal|cli)\//,
  prompts: /^system\//,
  'node:path': /./,
  'node:buffer': /./,
  'node:': /^(system|cli)\//,
}

/** What is not a child of the machine: nothing here may touch it, so that a plan is a pure function. */
const pure = ['backends', 'protocol']

interface Import {
  readonly target: string
  readonly isType: boolean
}

/** What a file imports: files by their path in src. */
function importsOf(file: string): Import[] {
  const text = readFileSync(join(root, 'src', file), 'utf8')
  const found = text.matchAll(/((?:import|export) type [^'"]*)?(?:\bfrom |\bimport\(|\brequire\()'([^']+)'/g)
  return [...found].map(([, type, target = '']) => ({
    target: target.startsWith('.') ? normalize(join(file, '..', target)) : target,
    isType: type !== undefined,
  }))
}

const roomOf = (path: string) => path.split('/')[0] ?? ''

/** To be cut when their files are rebuilt; none may be added. */
const stillLong = ['prepareTarget', 'readBody', 'exchange']

/** The functions at the left margin, where biome's format puts their ends too. */
function functionsIn(text: string): { name: string; lines: number }[] {
  const lines = text.split('\n')
  return lines.flatMap((line, start) => {
    const [, declared, assigned] = /^(?:export )?(?:async )?(?:function\*? (\w+)|const (\w+) .*=> \{$)/.exec(line) ?? []
    const name = declared ?? assigned
    const end = lines.findIndex((later, at) => at > start && /^[})]/.test(later) && !/^\)?.*[{(]$/.test(later))
    return name === undefined || end < 0 ? [] : [{ name, lines: end - start + 1 }]
  })
}

/** Why a file may not import this, if it may not. */
function faultOf(file: string, { target, isType }: Import): string | undefined {
  if (!target.endsWith('.ts')) {
    const name = Object.keys(outside).find(name => target === name || (name.endsWith(':') && target.startsWith(name)))
    if (isType || (name && outside[name]?.test(file))) return undefined
    return `${target} is not its to import`
  }
  const [from, to] = [rooms.indexOf(roomOf(file)), rooms.indexOf(roomOf(target))]
  if (to < 0) return `${target} is in no room`
  if (to < from) return `${target} lies above it`
  if (target === 'system/quote-posix.ts') return undefined
  if (pure.includes(roomOf(file)) && to > rooms.indexOf('protocol') && !isType) return `${target} touches the machine`
  return undefined
}

const files = (readdirSync(join(root, 'src'), { recursive: true }) as string[])
  .filter(file => file.endsWith('.ts'))
  .sort()

describe('the house', () => {
  test.each(rooms)('%s imports downwards only', room => {
    const own = files.filter(file => roomOf(file) === room)
    expect(own).not.toEqual([])
    const faults = own.flatMap(file =>
      importsOf(file).flatMap(found => {
        const fault = faultOf(file, found)
        return fault ? [`${file}: ${fault}`] : []
      }),
    )
    expect(faults).toEqual([])
  })

  test('every file is in a room', () => {
    expect(files.filter(file => !rooms.includes(roomOf(file)))).toEqual([])
  })

  test('no two exports have one name', () => {
    const where = new Map<string, string[]>()
    for (const file of files) {
      const text = readFileSync(join(root, 'src', file), 'utf8')
      const found = text.matchAll(/^export (?:async )?(?:const|let|function|class|interface|type) (\w+)/gm)
      for (const [, name = ''] of found) where.set(name, [...(where.get(name) ?? []), file])
    }
    // Every command module exports its command as `run`, which is what the table loads.
    where.delete('run')
    expect([...where].filter(([, files]) => files.length > 1)).toEqual([])
  })

  test('no file is over 200 lines', () => {
    const long = files.filter(file => readFileSync(join(root, 'src', file), 'utf8').split('\n').length > 201)
    expect(long).toEqual([])
  })

  test.each(['test', 'scripts', 'shell'])('no file in %s is over 200 lines', directory => {
    const all = readdirSync(join(root, directory), { recursive: true, encoding: 'utf8' })
    const long = all
      .filter(file => /\.(ts|mjs|mts|js|bash|zsh|sh|fish|elv|nu|ps1)$/.test(file) && !file.startsWith('fixtures/'))
      .filter(file => readFileSync(join(root, directory, file), 'utf8').split('\n').length > 201)
    expect(long).toEqual([])
  })

  test('no function is over 60 lines', () => {
    const long = files.flatMap(file =>
      functionsIn(readFileSync(join(root, 'src', file), 'utf8')).flatMap(({ name, lines }) =>
        lines > 60 && !stillLong.includes(name) ? [`${file}: ${name} has ${lines} lines`] : [],
      ),
    )
    expect(long).toEqual([])
  })

  test('no imports go in a circle', () => {
    const graph = new Map(
      files.map(file => [
        file,
        importsOf(file)
          .filter(({ target, isType }) => target.endsWith('.ts') && !isType)
          .map(({ target }) => target),
      ]),
    )
    const done = new Set<string>()
    const circles: string[] = []
    const visit = (file: string, path: readonly string[]): void => {
      if (path.includes(file)) circles.push([...path.slice(path.indexOf(file)), file].join(' -> '))
      if (done.has(file)) return
      done.add(file)
      for (const target of graph.get(file) ?? []) visit(target, [...path, file])
    }
    for (const file of files) visit(file, [])
    expect(circles).toEqual([])
  })
})
