import { quotePosix } from '../system/quote-posix.ts'
import type { ConversationState } from './conversation.ts'
import { detailsOf, directoryIn } from './details.ts'
import { isJson, type Json } from './fields.ts'
import { inputFor } from './tool-input.ts'
import type { Tool, ToolChoice } from './tools.ts'

/** A call of a tool. */
export interface ToolCallWish {
  readonly name: string
  readonly input: Json
}

/** The calls that a question leads to: none, one, or two when it says "both" or "in parallel" and two are allowed. */
export function callsFor(
  conversation: ConversationState,
  tools: readonly Tool[],
  choice: ToolChoice,
): readonly ToolCallWish[] {
  const callable = tools.filter(tool => tool.callable)
  const question = conversation.task
  const forced = choice.type === 'tool' || choice.type === 'any'
  if (choice.type === 'none' || (!forced && isForbidden(question))) return []
  const named = choice.type === 'tool' ? tools.find(({ name }) => name === choice.name) : undefined
  const tool = named ?? bestTool(question, callable) ?? (forced ? callable[0] : undefined)
  if (!tool) return []
  const details = detailsOf(question, directoryIn(conversation.everything))
  const reads = readsFile(question) && isCommandTool(tool) && !runsCommand(question) && details.paths.length > 0
  const meant = reads ? { ...details, commands: details.paths.map(path => `cat ${quotePosix(path)}`) } : details
  const count = !choice.single && /\bboth\b|\bin parallel\b|\bat the same time\b/i.test(question) ? 2 : 1
  return Array.from({ length: count }, (_, n) => ({ name: tool.name, input: inputFor(tool.schema, meant, n) }))
}

/** The tool that does what the question asks for; undefined when none does. */
function bestTool(question: string, tools: readonly Tool[]): Tool | undefined {
  const named = tools.find(({ name }) => isNamed(name, question))
  if (named) return named
  const command = tools.find(isCommandTool)
  if (command && runsCommand(question)) return command
  if (readsFile(question)) {
    const reader = tools.find(
      ({ name, schema }) => /read|view|cat|open/i.test(name) && hasProperty(schema, /path|file/i),
    )
    if (reader ?? command) return reader ?? command
  }
  if (/\blist\b[^.\n]*\b(files?|director(y|ies)|folders?)\b|\b(which|what) files\b/i.test(question))
    return command ?? tools.find(({ name }) => /^(ls|glob)$|list/i.test(name))
  if (/\bweather\b/i.test(question)) {
    const weather = tools.find(({ name, description }) => /weather/i.test(`${name} ${description}`))
    if (weather) return weather
  }
  return tools.find(({ name }) => isDescribed(name, question))
}

/**
 * "the Bash tool", "use bash", "call get_weather", or a name that is no English word. A bare "Write" or "Task" is one,
 * and must not start anything.
 */
function isNamed(name: string, question: string): boolean {
  const literal = name.replace(/[^\w]/g, '\\$&')
  if (new RegExp(String.raw`\b${literal}\s+tool\b|\btool\s+["'\`]?${literal}\b`, 'i').test(question)) return true
  if (new RegExp(String.raw`\b(?:use|using|call|invoke)\s+(?:the\s+)?["'\`]?${literal}\b`, 'i').test(question))
    return true
  return /[_\d-]|[a-z][A-Z]/.test(name) && new RegExp(String.raw`(?<![\w-])${literal}(?![\w-])`).test(question)
}

/**
 * Each part of a name of several parts is in the question, such as WebSearch in "search the web"; verbs of access
 * aside.
 */
function isDescribed(name: string, question: string): boolean {
  const parts = name.split(/[_-]|(?<=[a-z])(?=[A-Z])/).map(part => part.toLowerCase())
  const words = new Set(question.toLowerCase().match(/[a-z]+/g))
  const telling = parts.filter(part => !/^(get|set|do|fetch|query|tool|mcp|)$/.test(part))
  return parts.length > 1 && telling.length > 0 && telling.every(part => words.has(part))
}

function runsCommand(question: string): boolean {
  const { commands } = detailsOf(question, undefined)
  // Asked about and not asked for: "how do I run", "what happens when I execute".
  const said = /\b(run|execute)\b/i.test(question.replace(/\b(how|if|when|why|should)\b[^.!?\n]*/gi, ''))
  return said && (commands.length > 0 || /\b(commands?|shell|terminal|bash)\b/i.test(question))
}

function readsFile(question: string): boolean {
  const asked = /\b(read|show|open|print|display|cat|view|look at|describe|what('s| is) in|contents? of)\b/i.test(
    question,
  )
  return asked && (/\bfiles?\b/i.test(question) || detailsOf(question, undefined).paths.length > 0)
}

/** "Do not run …", "without using …": what a question forbids is not done, nor anything beside it. */
function isForbidden(question: string): boolean {
  return /\b(do not|don['’]t|never|without)\s+(ever\s+)?(call|us|invok|run|execut)(e|ing|ning)?\b/i.test(question)
}

function isCommandTool({ schema }: Tool): boolean {
  return hasProperty(schema, /^(command|cmd)$/i)
}

function hasProperty({ properties }: Json, name: RegExp): boolean {
  return isJson(properties) && Object.keys(properties).some(key => name.test(key))
}
