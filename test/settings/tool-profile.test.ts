import { expect, test } from 'vitest'
import { readToolProfile } from '../../src/settings/tool-profile.ts'
import { plainSystem } from '../support/plain-system.ts'

const usual = '/home/me/.config/anthropic'
const oauth = (more: object = {}) => JSON.stringify({ authentication: { type: 'user_oauth' }, ...more })
const token = '{"access_token":"canary"}'

/** Two profiles in a directory. */
const both = (directory: string) => ({
  [`${directory}/configs/default.json`]: oauth({ base_url: ' https://gw.test ' }),
  [`${directory}/credentials/default.json`]: token,
  [`${directory}/configs/work.json`]: oauth(),
  [`${directory}/credentials/work.json`]: token,
})

const found = (name: string, baseUrl?: string, directory = usual) => ({
  name,
  path: `${directory}/configs/${name}.json`,
  ...(baseUrl === undefined ? {} : { baseUrl }),
})

// Which of them is used was seen with the client 2.1.332 and a server that recorded the token.
test.each<[string, Record<string, string>, Record<string, string>, string | undefined, object | undefined]>([
  ['none', {}, {}, undefined, undefined],
  ['the default', both(usual), {}, undefined, found('default', 'https://gw.test')],
  ['the active one', { ...both(usual), [`${usual}/active_config`]: 'work\n' }, {}, undefined, found('work')],
  [
    'an empty choice',
    { ...both(usual), [`${usual}/active_config`]: '\n' },
    {},
    undefined,
    found('default', 'https://gw.test'),
  ],
  ['the named one', { ...both(usual), [`${usual}/active_config`]: 'default' }, {}, 'work', found('work')],
  ['a name that is not there', both(usual), {}, 'nope', undefined],
  ['a name that leads elsewhere', both(usual), {}, '../configs/work', undefined],
  [
    'XDG_CONFIG_HOME',
    both('/x/anthropic'),
    { XDG_CONFIG_HOME: '/x' },
    'work',
    found('work', undefined, '/x/anthropic'),
  ],
  [
    'ANTHROPIC_CONFIG_DIR',
    both('/y'),
    { XDG_CONFIG_HOME: '/x', ANTHROPIC_CONFIG_DIR: '/y' },
    'work',
    found('work', undefined, '/y'),
  ],
  ['no token', { [`${usual}/configs/default.json`]: oauth() }, {}, undefined, undefined],
  ['an empty token', { ...both(usual), [`${usual}/credentials/default.json`]: ' ' }, {}, undefined, undefined],
  [
    'a token elsewhere',
    {
      [`${usual}/configs/default.json`]: JSON.stringify({
        authentication: { type: 'user_oauth', credentials_path: '/t' },
      }),
      '/t': token,
    },
    {},
    undefined,
    found('default'),
  ],
  [
    'a federation',
    { [`${usual}/configs/default.json`]: '{"authentication":{"type":"oidc_federation"}}' },
    {},
    undefined,
    found('default'),
  ],
  [
    'another type',
    { ...both(usual), [`${usual}/configs/default.json`]: '{"authentication":{"type":"x"}}' },
    {},
    undefined,
    undefined,
  ],
  ['no JSON', { ...both(usual), [`${usual}/configs/default.json`]: '{' }, {}, undefined, undefined],
])('%s', (_, files, environment, name, expected) => {
  const profile = readToolProfile(plainSystem(files), environment, name)
  expect(profile).toEqual(expected)
  expect(JSON.stringify(profile ?? '')).not.toContain('canary')
})
