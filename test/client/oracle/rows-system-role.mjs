// Backends that refuse the entry with `role: system` among the messages, in every wording that is known.
import { bringsResult, json, openAiRefusal, refusal } from './answers.mjs'
import { has, indexOfSystem, pydanticRole, refusing, template } from './parts.mjs'

const jinja = `Jinja Exception: ${template}`

const zod = request =>
  `request.messages.${indexOfSystem(request)}.role: Invalid discriminator value. Expected 'user' | 'assistant'`

const system = (name, answer) => ({ name: `role: system refused: ${name}`, answer: refusing(has.systemRole, answer) })

export const systemRoleRows = [
  system("Input should be 'user' or 'assistant', 400", request => refusal(400, pydanticRole(request))),
  system("Input should be 'user' or 'assistant', 422 with detail", request =>
    json(422, {
      detail: [
        {
          type: 'literal_error',
          loc: ['body', 'messages', 1, 'role'],
          msg: "Input should be 'user' or 'assistant'",
          input: 'system',
          ctx: { expected: "'user' or 'assistant'" },
        },
      ],
      body: request.path,
    }),
  ),
  system("Anthropic's words", () => refusal(400, "role 'system' is not supported on this model")),
  system("LM Studio's words", request => refusal(400, zod(request))),
  system('the chat template, 400', () => openAiRefusal(400, template)),
  system('the chat template, 500 of llama-server', () => openAiRefusal(500, jinja, 'server_error')),
  system("'unsupported role: system'", () => refusal(400, 'unsupported role: system')),
  system("'Unexpected role'", () =>
    refusal(
      400,
      'messages: Unexpected role "system". The Messages API accepts a top-level `system` parameter, not "system" as an input message role.',
    ),
  ),
  system("'Only user and assistant roles are supported!'", () =>
    refusal(400, 'Only user and assistant roles are supported!'),
  ),
  system('roles must alternate', () =>
    openAiRefusal(400, 'Conversation roles must alternate user/assistant/user/assistant/...'),
  ),
  system('vLLM before June 2026', () =>
    json(400, {
      error: {
        message:
          "1 validation error:\n  {'type': 'literal_error', 'loc': ('body', 'messages', 1, 'role'), 'msg': \"Input should be 'user' or 'assistant'\", 'input': 'system'}",
        type: 'Bad Request',
        param: 'body.messages.1.role',
        code: 400,
      },
    }),
  ),
  system('{"error": text}', () => json(400, { error: 'Invalid role: system' })),
  system('serde', () =>
    refusal(400, 'messages[1].role: unknown variant `system`, expected `user` or `assistant` at line 1 column 900'),
  ),
  system('top-level parameter', () =>
    refusal(400, "messages.1: use the top-level 'system' parameter for the initial system prompt"),
  ),
  system('Gemma', () => openAiRefusal(500, 'Jinja Exception: System role not supported', 'server_error')),
  system('not allowed, in detail', () => json(400, { detail: 'System messages are not allowed' })),
  system("Anthropic's words, 500", () => refusal(500, "role 'system' is not supported on this model", 'api_error')),
  {
    name: 'role: system refused once a tool has run',
    answer: refusing(
      request => bringsResult(request) && has.systemRole(request),
      () => openAiRefusal(400, template),
    ),
  },
]
