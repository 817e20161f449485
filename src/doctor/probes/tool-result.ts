import { followCourse } from '../client/course.ts'
import { explain } from '../explanation.ts'
import { found, type Probe } from '../probe.ts'
import { sentBack, surviving, turn } from './tools.ts'

const listing = 'README.md\npackage.json\nsrc'

export const toolResult = {
  id: 'tool-result',
  title: 'tool results',
  needs: ['tools'],
  cost: 'tokens',
  tokens: { input: 3000, output: 300 },
  asks: "the turn after a tool call: the tool's result goes back, and the model goes on",
  async run(patient) {
    const { toolTurn } = patient.chart
    if (!toolTurn) return []
    const results = toolTurn.course.reply.content.flatMap(block =>
      block.type === 'tool_use' ? [{ type: 'tool_result', tool_use_id: block.id, content: listing }] : [],
    )
    const conversation = [
      { role: 'user', content: toolTurn.prompt },
      sentBack(toolTurn.course),
      { role: 'user', content: results },
    ] as const
    const course = await followCourse(patient, surviving(patient), (shape, stream) =>
      turn(patient, shape, conversation, stream),
    )
    if (!course.lived) return [explain('tool-result', course, patient, 'tool results')]
    const said = course.reply.content.some(
      block => block.type === 'tool_use' || (block.type === 'text' && block.text.trim()),
    )
    if (!said) return [found('tool-result', 'warn', 'the model has nothing to say to a tool result')]
    return [found('tool-result', 'ok', "takes a tool's result and goes on")]
  },
} as const satisfies Probe
