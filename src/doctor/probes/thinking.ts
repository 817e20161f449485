import { found, type Probe } from '../probe.ts'

export const thinking = {
  id: 'thinking',
  title: 'thinking',
  needs: ['session'],
  cost: 'tokens',
  asks: 'whether thinking comes as blocks of its own, seen in the answers so far',
  async run({ facts }) {
    const blocks = [facts.session, facts.toolTurn?.retryOutcome].flatMap(
      retryOutcome => retryOutcome?.reply.content ?? [],
    )
    const thought = blocks.find(({ type }) => type === 'thinking')
    if (thought) {
      const signed = thought.type === 'thinking' && thought.signature
      return [found('thinking', 'ok', 'thinks', signed ? 'thinks, in signed blocks' : 'thinks, in blocks of its own')]
    }
    const spilt = blocks.some(block => block.type === 'text' && /<\/?think(ing)?>/i.test(block.text))
    if (spilt)
      return [
        found(
          'thinking',
          'note',
          'thinking-in-text',
          'its thinking is mixed into the answer, as text between <think> tags',
        ),
      ]
    return [found('thinking', 'note', 'thinking-unseen', 'no thinking was seen')]
  },
} as const satisfies Probe
