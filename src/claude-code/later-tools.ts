import { type KnownTool, type Schema, schemas } from './tool-schemas.ts'

const { count, flag, inputs, listOf, object, oneOf, positive, text } = schemas

const path = text(undefined, { minLength: 1, maxLength: 256 })
const filled = text(undefined, { minLength: 1 })

const tool = (name: string, description: string, length: number, input_schema: Schema): KnownTool => ({
  name,
  description,
  length,
  input_schema,
})

/** The tools that the client offers only where they are not deferred [recorded from 2.1.332 without its experimental betas]. */
export const laterTools: readonly KnownTool[] = [
  tool(
    'CronCreate',
    'Runs a prompt at set times.',
    4400,
    inputs({ cron: text('When'), prompt: text(), recurring: flag, durable: flag }, ['cron', 'prompt']),
  ),
  tool('CronDelete', 'Ends what runs at set times.', 200, inputs({ id: text() }, ['id'])),
  tool('CronList', 'Lists what runs at set times.', 106, inputs({})),
  tool(
    'DesignSync',
    'Exchanges files with a project elsewhere.',
    8700,
    inputs(
      {
        method: oneOf('list_projects', 'get_project', 'list_files', 'get_file', 'write_files', 'create_project'),
        projectId: filled,
        path: filled,
        writes: listOf(path, 256),
        files: listOf(
          object({ path, localPath: filled, data: text(), encoding: oneOf('base64'), mimeType: text() }, ['path']),
          256,
        ),
        name: text(undefined, { minLength: 1, maxLength: 200 }),
        assets: listOf(
          object(
            {
              name: text(undefined, { minLength: 1, maxLength: 255 }),
              path,
              viewport: object({ width: positive, height: positive }, ['width']),
              group: text(undefined, { maxLength: 64 }),
            },
            ['name', 'path'],
          ),
          256,
        ),
        counts: object({ total: count, bad: count }, ['total', 'bad']),
      },
      ['method'],
    ),
  ),
  tool('EnterWorktree', 'Goes on in a worktree.', 3700, inputs({ name: text(), path: text() })),
  tool(
    'ExitWorktree',
    'Comes back from a worktree.',
    2530,
    inputs({ action: oneOf('keep', 'remove'), discard_changes: flag }, ['action']),
  ),
  tool(
    'Monitor',
    'Watches what a command or a socket says.',
    6830,
    inputs(
      {
        description: text(),
        timeout_ms: { default: 300_000, type: 'number', minimum: 1000, maximum: 3_600_000 },
        command: text(),
        ws: object({ url: text(), protocols: listOf(text(undefined, { pattern: "^[!#$%&'*+.^_`|~0-9A-Za-z-]+$" })) }, [
          'url',
        ]),
      },
      ['description', 'timeout_ms'],
    ),
  ),
  tool(
    'NotebookEdit',
    'Changes a cell of a notebook.',
    1100,
    inputs(
      {
        notebook_path: text(),
        cell_id: text(),
        new_source: text(),
        cell_type: oneOf('code', 'markdown'),
        edit_mode: oneOf('replace', 'insert', 'delete'),
      },
      ['notebook_path', 'new_source'],
    ),
  ),
  tool(
    'SendMessage',
    'Sends a message to another agent.',
    5600,
    inputs(
      {
        to: text('To whom', { allOf: [{ pattern: '^[^\\n\\r]*$' }, { pattern: '^[\\s\\S]{0,300}$' }] }),
        summary: text(undefined, { maxLength: 200 }),
        message: text(undefined, { default: '' }),
        notify_when_idle: flag,
      },
      ['to', 'message'],
    ),
  ),
  tool('TaskStop', 'Ends a task.', 520, inputs({ task_id: text(), shell_id: text() })),
  tool(
    'WebFetch',
    'Reads a page.',
    690,
    inputs({ url: text('Its address', { format: 'uri' }), prompt: text(), offset: count }, ['url', 'prompt']),
  ),
  tool(
    'WebSearch',
    'Searches the web.',
    450,
    inputs(
      {
        query: text(undefined, { minLength: 2 }),
        allowed_domains: listOf(text()),
        blocked_domains: listOf(text()),
      },
      ['query'],
    ),
  ),
]
