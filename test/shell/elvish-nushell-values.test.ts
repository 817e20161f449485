import { describe, expect, test } from 'vitest'
import type { Plan } from '../../src/env/plan.ts'
import { dataLikeValues } from '../support/data-like-values.ts'
import { type DataShell, dataShells, filled, runData } from '../support/data-shells.ts'
import { type Home, temporaryHome } from '../support/home.ts'
import { hostileValues, randomValues } from '../support/hostile-values.ts'
import { environmentIn } from '../support/shell-state.ts'

const values = [...hostileValues, ...dataLikeValues, ...randomValues(5000, 20260)]
const plan: Plan = new Map([
  ...values.map((value, index): [string, string] => [`V${index}`, value]),
  ['GONE', null],
  ['NEVER_THERE', null],
])

/** Each way in which a plan reaches a shell. */
const ways: readonly (readonly [name: string, load: (data: DataShell, home: Home) => string])[] = [
  ['as text', (data, home) => data.load(home.write(`plan.${data.extension}`, data.shell.render(plan)))],
  [
    'as data',
    (data, home) => {
      const { shell, extension, load, call } = data
      home.write('errand.json', shell.renderReply({ plan, options: '' }))
      const cli = home.write('cli.cjs', "process.stdout.write(require('fs').readFileSync(__dirname + '/errand.json'))")
      return `${load(home.write(`init.${extension}`, filled(shell, { cli })))}${call('claude-switch', 'any')}`
    },
  ],
]

describe.each(dataShells)('$name', data => {
  test.each(ways)('sets 5000 random values and the hostile ones byte for byte, %s', (_, load) => {
    const home = temporaryHome()
    const text = `${data.snapshot('before')}${load(data, home)}${data.snapshot('after')}`
    expect(runData(data, text, home, { env: { GONE: 'there' } })).toEqual({ code: 0, stdout: '', stderr: '' })
    const { GONE, ...before } = environmentIn(home, 'before')
    const now = environmentIn(home, 'after')
    expect(GONE).toBe('there')
    const wrong = values.flatMap((value, index) => (now[`V${index}`] === value ? [] : [[value, now[`V${index}`]]]))
    expect(wrong).toEqual([])
    expect(Object.keys(now).filter(name => !/^V\d+$/.test(name))).toEqual(Object.keys(before))
  })

  test('a variable that was inherited, set and removed more than once stays removed, as text', () => {
    const home = temporaryHome()
    const text = [null, 'a', null, 'b', null].map((value, index) =>
      data.load(home.write(`${index}.${data.extension}`, data.shell.render(new Map([['GONE', value]])))),
    )
    runData(data, `${text.join('')}${data.snapshot('after')}`, home, { env: { GONE: 'there' } })
    expect(environmentIn(home, 'after')).not.toHaveProperty('GONE')
  })
})
