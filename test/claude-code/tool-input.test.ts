import { expect, test } from 'vitest'
import { checkInput } from '../../src/claude-code/tool-input.ts'
import { clientTools } from '../../src/claude-code/tools.ts'

const check = (name: string, input: object) =>
  checkInput(clientTools.find(tool => tool.name === name)?.input_schema ?? {}, input as Record<string, unknown>)

const bash = (more: object) => check('Bash', { command: 'ls', ...more })
const read = (more: object) => check('Read', { file_path: '/a', ...more })
const edit = (more: object) => check('Edit', { file_path: '/a', old_string: 'a', new_string: 'b', ...more })
const finding = {
  type: 'object',
  properties: {
    file: { type: 'string' },
    line: { anyOf: [{ type: 'integer' }, { type: 'null' }] },
    summary: { type: 'string' },
  },
  required: ['file', 'summary'],
  additionalProperties: false,
}
const report = (more: object) =>
  checkInput(
    {
      properties: { level: { type: 'string', enum: ['low', 'high'] }, findings: { type: 'array', items: finding } },
      required: ['findings'],
      additionalProperties: false,
    },
    { findings: [{ file: 'a', summary: 'b' }], ...more },
  )
const asText = (name: string, type: string) => [`"${name}" is written as text and should be ${type}`]

// All of these got past Claude Code 2.1.329's own check.
test.each([
  ['nothing optional', bash({}), []],
  ['everything', bash({ timeout: 5, description: 'a', run_in_background: false }), []],
  ['an empty text', bash({ command: '' }), []],
  ['a number in a text', bash({ timeout: '60000.5' }), asText('timeout', 'number')],
  ['a truth value in a text', bash({ run_in_background: 'false' }), asText('run_in_background', 'boolean')],
  ['a whole number in a text', read({ offset: ' 1 ' }), asText('offset', 'integer')],
  ['a number below its limit', read({ offset: -1, limit: 0 }), []],
  ['true in a text', edit({ replace_all: 'true' }), asText('replace_all', 'boolean')],
  ['one of its values', report({ level: 'low' }), []],
  ['a list in a text', report({ findings: '[{"file":"a","summary":"b"}]' }), asText('findings', 'array')],
  ['an inner input too many', report({ findings: [{ file: 'a', summary: 'b', x: 1 }] }), []],
  ['null among its types', report({ findings: [{ file: 'a', summary: 'b', line: null }] }), []],
])('%s is right', (_, result, oddities) => {
  expect(result).toEqual({ faults: [], oddities })
})

// All of these came back as an InputValidationError.
test.each([
  ['a missing input', check('Edit', { file_path: '/a', old_string: 'a' }), ['"new_string" is missing']],
  ['two missing inputs', check('Write', {}), ['"file_path" is missing', '"content" is missing']],
  ['a number as text', bash({ command: 5 }), ['"command" is a number and should be string']],
  ['null', bash({ command: null }), ['"command" is null and should be string']],
  ['a list as text', bash({ command: ['ls'] }), ['"command" is a list and should be string']],
  ['an optional number as text', bash({ description: 5 }), ['"description" is a number and should be string']],
  ['null for an optional input', bash({ timeout: null }), ['"timeout" is null and should be number']],
  ['a word as number', bash({ timeout: 'abc' }), ['"timeout" is a string and should be number']],
  ['an empty text as number', bash({ timeout: '' }), ['"timeout" is a string and should be number']],
  ['true as number', bash({ timeout: true }), ['"timeout" is a boolean and should be number']],
  ['an object as number', bash({ timeout: {} }), ['"timeout" is an object and should be number']],
  ['0 as truth value', bash({ run_in_background: 0 }), ['"run_in_background" is a number and should be boolean']],
  ['True', edit({ replace_all: 'True' }), ['"replace_all" is a string and should be boolean']],
  ['a fraction', read({ offset: 1.5 }), ['"offset" is a number and should be integer']],
  ['a fraction in a text', read({ offset: '1.5' }), ['"offset" is a string and should be integer']],
  ['another notation', read({ offset: '1e2' }), ['"offset" is a string and should be integer']],
  ['an unknown input', read({ path: '/a' }), ['there is no input "path"']],
  ['none of its values', report({ level: 'huge' }), ['"level" is none of its values']],
  ['an object as list', report({ findings: { file: 'a' } }), ['"findings" is an object and should be array']],
  ['a missing inner input', report({ findings: [{ file: 'a' }] }), ['"findings[0].summary" is missing']],
  [
    'a wrong inner type',
    report({ findings: [{ file: 'a', summary: 'b', line: true }] }),
    ['"findings[0].line" fits none of its types'],
  ],
])('%s is wrong', (_, result, faults) => {
  expect(result).toEqual({ faults, oddities: [] })
})

test.each([
  ['a default', { properties: { n: { type: 'number', default: 5 } }, required: ['n'] }, {}, []],
  ['no schema', {}, { anything: [1, null] }, []],
  [
    'a schema that is none',
    { type: 5, properties: 'x', required: 'y', additionalProperties: false },
    { a: 1 },
    ['there is no input "a"'],
  ],
  ['several types', { properties: { a: { type: ['string', 'null'] } } }, { a: null }, []],
  [
    'a list in a text for an object',
    { properties: { o: { type: 'object' } } },
    { o: '[]' },
    ['"o" is a string and should be object'],
  ],
  ['a field of every object', { properties: {}, required: ['constructor'] }, {}, ['"constructor" is missing']],
])('%s', (_, schema, input, faults) => {
  expect(checkInput(schema, input).faults).toEqual(faults)
})
