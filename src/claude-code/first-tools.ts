import { type KnownTool, schemas } from './tool-schemas.ts'

const { count, flag, inputs, listOf, number, object, oneOf, positive, text } = schemas

/**
 * The tools that the client offers at once, in its order, with the names and the features of their schemas: enums, defaults,
 * bounds, `maxLength` up to 524288, `pattern`, an input without a type [recorded from 2.1.332, `-p`, an unknown model].
 */
export const firstTools: readonly KnownTool[] = [
  {
    name: 'Agent',
    description: 'Starts an agent that works on a task by itself, and says what came of it.',
    length: 4600,
    input_schema: inputs(
      {
        description: text('The task in a few words'),
        prompt: text('The task'),
        subagent_type: text('Which agent'),
        model: oneOf('sonnet', 'opus', 'haiku', 'fable'),
        effort: oneOf('low', 'medium', 'high', 'xhigh', 'max'),
        run_in_background: flag,
        isolation: oneOf('worktree', 'remote'),
      },
      ['description', 'prompt'],
    ),
  },
  {
    name: 'Bash',
    description: 'Runs a bash command in the working directory and returns what it prints. Quote paths with spaces.',
    length: 3400,
    input_schema: inputs(
      {
        command: text('The command to run'),
        timeout: { description: 'Milliseconds after which it is ended, at most 600000', ...number },
        description: text('What the command does, in five to ten words'),
        run_in_background: { description: 'True to go on without waiting for its end', ...flag },
        dangerouslyDisableSandbox: flag,
      },
      ['command'],
    ),
  },
  {
    name: 'Edit',
    description: 'Replaces a text in a file by another one. The old text must be unique in the file.',
    length: 530,
    input_schema: inputs(
      {
        file_path: text('The absolute path of the file'),
        old_string: text('The text to replace'),
        new_string: text('What takes its place'),
        replace_all: { description: 'Replace every occurrence', default: false, ...flag },
      },
      ['file_path', 'old_string', 'new_string'],
    ),
  },
  {
    name: 'ListAgents',
    description: 'Lists the agents that run.',
    length: 1600,
    input_schema: inputs({
      channel: text(undefined, { maxLength: 256 }),
      q: text('Words to look for', { maxLength: 256 }),
      cursor: text('Where the last list ended', { maxLength: 256 }),
    }),
  },
  {
    name: 'Read',
    description: 'Reads a file from the local file system. The path must be absolute.',
    length: 1400,
    input_schema: inputs(
      {
        file_path: text('The absolute path of the file'),
        offset: { description: 'The line to start from', ...count },
        limit: { description: 'How many lines', ...positive },
        pages: text('Pages of a PDF'),
        allow_large: flag,
      },
      ['file_path'],
    ),
  },
  {
    name: 'ReportFindings',
    description: 'Reports what a review has found, the gravest first.',
    length: 1300,
    input_schema: inputs(
      {
        level: oneOf('low', 'medium', 'high', 'xhigh', 'max'),
        findings: listOf(
          object(
            {
              file: text('Path of the file'),
              line: { type: 'integer', minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER },
              summary: text('One sentence'),
              short_summary: text(undefined, { maxLength: 60 }),
              failure_scenario: text('How it goes wrong'),
              category: text(undefined, { maxLength: 40 }),
              severity: oneOf('important', 'pre_existing', 'nit'),
              verdict: oneOf('CONFIRMED', 'PLAUSIBLE'),
              outcome: oneOf('fixed', 'skipped', 'no_change_needed'),
            },
            ['file', 'summary', 'failure_scenario'],
          ),
          32,
        ),
      },
      ['findings'],
    ),
  },
  {
    name: 'ScheduleWakeup',
    description: 'Goes on with a task after some time.',
    length: 4450,
    input_schema: inputs({ delaySeconds: number, reason: text(), prompt: text(), stop: flag, noop: flag }),
  },
  {
    name: 'Skill',
    description: 'Reads the instructions of a skill.',
    length: 1500,
    input_schema: inputs({ skill: text('Its name'), args: text() }, ['skill']),
  },
  {
    name: 'ToolSearch',
    description: 'Finds further tools by their names or by what they do.',
    length: 1100,
    input_schema: inputs({ query: text('Names or words'), max_results: { default: 5, ...number } }, ['query']),
  },
  {
    name: 'Workflow',
    description: 'Runs a script of many steps.',
    length: 5100,
    input_schema: inputs({
      script: text('The script', { maxLength: 524_288 }),
      name: text(),
      description: text(),
      title: text(),
      args: { description: 'What the script gets' },
      scriptPath: text(),
      resumeFromRunId: text('A run to go on with', { pattern: '^wf_[a-z0-9-]{6,}$' }),
    }),
  },
  {
    name: 'Write',
    description: 'Writes a file, and replaces one that is there.',
    length: 340,
    input_schema: inputs({ file_path: text('The absolute path of the file'), content: text('Its whole text') }, [
      'file_path',
      'content',
    ]),
  },
]
