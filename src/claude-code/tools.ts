/** A tool as Claude Code offers it. */
export interface ToolSpec {
  readonly name: string
  readonly description: string
  readonly input_schema: Readonly<Record<string, unknown>>
  readonly defer_loading?: true
}

const dialect = { $schema: 'https://json-schema.org/draft/2020-12/schema' }
const largest = Number.MAX_SAFE_INTEGER

/** An object's schema with everything that Claude Code's own schemas use and small servers stumble over. */
function inputs(properties: Readonly<Record<string, unknown>>, required: readonly string[]): ToolSpec['input_schema'] {
  return { ...dialect, type: 'object', properties, required, additionalProperties: false }
}

const text = (description: string) => ({ type: 'string', description })

/** Tools with the names and schemas of Claude Code's own, and shorter words. */
export const clientTools: readonly ToolSpec[] = [
  {
    name: 'Bash',
    description: 'Runs a bash command in the working directory and returns what it prints. Quote paths with spaces.',
    input_schema: inputs(
      {
        command: text('The command to run'),
        timeout: { type: 'number', description: 'Milliseconds after which it is ended, at most 600000' },
        description: text('What the command does, in five to ten words'),
        run_in_background: { type: 'boolean', description: 'True to go on without waiting for its end' },
      },
      ['command'],
    ),
  },
  {
    name: 'Read',
    description: 'Reads a file from the local file system. The path must be absolute.',
    input_schema: inputs(
      {
        file_path: text('The absolute path of the file'),
        offset: { type: 'integer', description: 'The line to start from', minimum: 0, maximum: largest },
        limit: { type: 'integer', description: 'How many lines', exclusiveMinimum: 0, maximum: largest },
      },
      ['file_path'],
    ),
  },
  {
    name: 'Edit',
    description: 'Replaces a text in a file by another one. The old text must be unique in the file.',
    input_schema: inputs(
      {
        file_path: text('The absolute path of the file'),
        old_string: text('The text to replace'),
        new_string: text('What takes its place'),
        replace_all: { type: 'boolean', default: false, description: 'Replace every occurrence' },
      },
      ['file_path', 'old_string', 'new_string'],
    ),
  },
  {
    name: 'Write',
    description: 'Writes a file, and replaces one that is there.',
    input_schema: inputs({ file_path: text('The absolute path of the file'), content: text('Its whole text') }, [
      'file_path',
      'content',
    ]),
  },
  {
    name: 'ReportFindings',
    description: 'Reports what a review has found, the gravest first.',
    input_schema: inputs(
      {
        level: { type: 'string', enum: ['low', 'medium', 'high'] },
        findings: {
          type: 'array',
          maxItems: 32,
          items: {
            type: 'object',
            properties: {
              file: text('Path of the file'),
              line: { anyOf: [{ type: 'integer', minimum: 1 }, { type: 'null' }] },
              summary: text('One sentence'),
            },
            required: ['file', 'summary'],
            additionalProperties: false,
          },
        },
      },
      ['findings'],
    ),
  },
]

/** A tool that is only named until it is searched for: part of the experimental betas. */
export const deferredTool: ToolSpec = {
  name: 'DeferredToolPlaceholder',
  description: 'Stands for tools that are loaded when they are needed.',
  input_schema: inputs({}, []),
  defer_loading: true,
}
