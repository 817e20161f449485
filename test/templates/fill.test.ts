import { describe, expect, test } from 'vitest'
import { type Format, fill, placesIn } from '../../src/templates/fill.ts'

const hostile = `it's "q" $(x) \`y\` \\ % & <b> {{model|X}}`

describe('a value is escaped for what it stands in', () => {
  test.each<[Format, string, string]>([
    ['shell', 'qwen3:8b', 'qwen3:8b'],
    ['shell', hostile, `'it'\\''s "q" $(x) \`y\` \\ % & <b> {{model|X}}'`],
    ['quoted', hostile, `it's \\"q\\" $(x) \`y\` \\\\ % & <b> {{model|X}}`],
    ['unit', hostile, `it's \\"q\\" $$(x) \`y\` \\\\ %% & <b> {{model|X}}`],
    ['plist', hostile, `it's "q" $(x) \`y\` \\ % &amp; &lt;b&gt; {{model|X}}`],
    ['line', hostile, hostile],
    ['line', 'a\nFROM b\r\u2028\u202ec\ud800', 'a?FROM b???c?'],
    ['quoted', 'a\nb', 'a?b'],
    ['shell', 'a\nb', "'a?b'"],
    ['plist', '$&$1', '$&amp;$1'],
  ])('%s: %j', (format, value, expected) => {
    expect(fill('[{{model|YOUR-MODEL}}]', format, new Map([['model', value]])).text).toBe(`[${expected}]`)
  })
})

describe('a place without a value keeps its fallback', () => {
  const values = new Map([['model', 'm']])
  test.each<[string, string | undefined, string, boolean, string[]]>([
    ['{{model|YOUR-MODEL}}', undefined, 'm', true, []],
    ['{{other|YOUR-MODEL}}', undefined, 'YOUR-MODEL', false, ['YOUR-MODEL']],
    [
      '{{url|http://YOUR-SERVER:8000}} {{url|http://YOUR-SERVER:8000}}',
      'vllm',
      'http://YOUR-SERVER:8000 http://YOUR-SERVER:8000',
      false,
      ['YOUR-SERVER'],
    ],
    ['{{repository|ORG/MODEL}} {{toolParser|PARSER}}', 'vllm', 'ORG/MODEL PARSER', false, ['ORG/MODEL', 'PARSER']],
    ['{{contextTokens|65536}}', 'vllm', '65536', false, []],
    ['{{vllm:model|YOUR-MODEL}}', 'vllm', 'm', true, []],
    ['{{vllm:model|YOUR-MODEL}}', 'ollama', 'YOUR-MODEL', false, ['YOUR-MODEL']],
    ['{{vllm:model|YOUR-MODEL}}', undefined, 'YOUR-MODEL', false, ['YOUR-MODEL']],
    ['{{ .Prompt }} {model}', 'vllm', '{{ .Prompt }} {model}', false, []],
  ])('%j, for %s', (template, kind, text, hasValues, open) => {
    expect(fill(template, 'line', values, kind)).toEqual({ text, hasValues, open })
  })
})

test('the places of a template, each once', () => {
  expect(placesIn('{{a|x}} {{vllm:b|y}} {{a|z}} {{ c }}')).toEqual(['a', 'b'])
})
