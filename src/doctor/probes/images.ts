import { fixCommandsOf } from '../../backends/fix-commands.ts'
import { findModel } from '../../backends/model-list.ts'
import { changed } from '../../claude-code/features.ts'
import { claudeRequest } from '../../claude-code/request.ts'
import { readError } from '../../protocol/errors.ts'
import { isResponse } from '../../system/http/is-response.ts'
import { found, type Probe } from '../probe.ts'
import { surviving } from './tools.ts'

/** A red square of 32 by 32 pixels, as PNG. */
const redSquare =
  'iVBORw0KGgoAAAANSUhEUgAAACAAAAAgCAIAAAD8GO2jAAAAJ0lEQVR42u3NsQkAAAjAsP7/tF7hIASyp6lTCQQCgUAgEAgEgi/BAjLD/C5w/SM9AAAAAElFTkSuQmCC'

export const images = {
  id: 'images',
  title: 'images',
  needs: ['stream'],
  cost: 'tokens',
  optional: true,
  tokens: { input: 200, output: 200 },
  asks: 'whether a picture is taken',
  async run(target) {
    const { facts, model = '' } = target
    const blind = 'the model does not see images: screenshots and pictures cannot be read'
    const commands = fixCommandsOf(facts.kind).images(model)
    const remedy = { says: 'take a model that sees, where pictures matter', commands }
    if (findModel(facts.models, model)?.images === false)
      return [found('images', 'note', 'images-unseen', blind, { remedy })]
    const source = { type: 'base64', media_type: 'image/png', data: redSquare }
    const content = [
      { type: 'image', source },
      { type: 'text', text: 'Which colour is this? Answer in one word.' },
    ]
    const answer = await target.ask(
      claudeRequest(model, changed(surviving(target), { tools: false }), [{ role: 'user', content }], { stream: true }),
    )
    if (!isResponse(answer))
      return [found('images', 'note', 'images-unanswered', 'a picture gets no answer', { detail: answer.says })]
    if (answer.status !== 200) {
      const detail = readError(answer.status, answer.body).message
      return [
        found(
          'images',
          'note',
          { code: 'images-refused', status: answer.status },
          `images are refused (${answer.status})`,
          { detail, remedy },
        ),
      ]
    }
    const { content: said } = target.read(answer, true)
    const text = said.map(block => (block.type === 'text' ? block.text : '')).join('')
    if (/\bred\b/i.test(text)) return [found('images', 'ok', 'images-seen', 'sees images')]
    return [
      found('images', 'note', 'images-unseen', 'images are taken, but the model does not seem to see them', { remedy }),
    ]
  },
} as const satisfies Probe
