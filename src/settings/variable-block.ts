import type { Syntax } from './json-scan.ts'
import { type Path, putAt, type Read, readAt, takeAt } from './json-text.ts'
import { plainMembers } from './plain-members.ts'

/** Where a settings file keeps variables: in an object by their names, or in a list of `{name, value}`. */
export interface VariableBlock {
  readonly syntax: Syntax
  readonly block: string
  readonly isList: boolean
}

/** Claude Code's own settings files. */
export const clientBlock: VariableBlock = { syntax: 'json', block: 'env', isList: false }

/** VS Code's settings, from which Claude Code's extension takes the variables of the clients that it starts [doc]. */
export const vscodeBlock: VariableBlock = { syntax: 'jsonc', block: 'claudeCode.environmentVariables', isList: true }

/** The variables of a settings file, and its members beside them; what is no text counts for nothing here. */
export function variablesIn(text: string, variableBlock: VariableBlock): Map<string, string> {
  const block = readAt(text, [variableBlock.block], variableBlock.syntax)?.value
  const pairs = variableBlock.isList
    ? itemsOf(block).map(item => [item?.name, item?.value])
    : Object.entries(typeof block === 'object' && block !== null && !Array.isArray(block) ? block : {})
  const plain = variableBlock.isList
    ? []
    : plainMembers.map(name => [name, readAt(text, [name], variableBlock.syntax)?.value])
  const all = [...pairs, ...plain].filter(([name, value]) => isText(name) && isText(value))
  return new Map(all as [string, string][])
}

/** Reads one variable; undefined when it is not there. Throws JsonError for a broken text. */
export function readVariable(text: string, variableBlock: VariableBlock, name: string): Read | undefined {
  const path = variablePath(text, variableBlock, name)
  return path && readAt(text, path, variableBlock.syntax)
}

/** Sets one variable. Throws JsonError for a broken text, RangeError where the block is neither missing nor of its kind. */
export function putVariable(text: string, variableBlock: VariableBlock, name: string, value: string): string {
  const path = variablePath(text, variableBlock, name)
  if (path) return putAt(text, path, value, variableBlock.syntax)
  const { length } = itemsOf(readAt(text, [variableBlock.block], variableBlock.syntax)?.value)
  return putAt(text, [variableBlock.block, length], { name, value }, variableBlock.syntax)
}

/** Takes one variable out. Throws JsonError for a broken text. */
export function takeVariable(text: string, variableBlock: VariableBlock, name: string): string {
  const path = variablePath(text, variableBlock, name)
  if (!path) return text
  return takeAt(text, variableBlock.isList ? path.slice(0, -1) : path, variableBlock.syntax)
}

/** Where the value of a variable is, or would be; undefined for one that is not in a list. */
export function variablePath(text: string, variableBlock: VariableBlock, name: string): Path | undefined {
  if (!variableBlock.isList) return plainMembers.includes(name) ? [name] : [variableBlock.block, name]
  const items = itemsOf(readAt(text, [variableBlock.block], variableBlock.syntax)?.value)
  const index = items.findLastIndex(item => item?.name === name && isText(item?.value))
  return index < 0 ? undefined : [variableBlock.block, index, 'value']
}

type Item = { readonly name?: unknown; readonly value?: unknown } | null | undefined

function itemsOf(block: unknown): Item[] {
  return Array.isArray(block) ? block : []
}

function isText(value: unknown): value is string {
  return typeof value === 'string'
}
