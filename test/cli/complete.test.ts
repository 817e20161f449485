import { describe, expect, test } from 'vitest'
import { expectAnswer } from '../support/answers.ts'
import { claudeSwitch } from '../support/binary.ts'
import { backendsText, temporaryHome } from '../support/home.ts'

describe('complete', () => {
  const profiles = ['local', 'cloud', 'ollama', 'vibe', 'my-box', 'broken']
  test.each<[string[], string[]]>([
    [
      [''],
      [
        ...profiles,
        'off',
        '-',
        'status',
        'statusline',
        'list',
        'env',
        'run',
        'doctor',
        'template',
        'settings',
        'edit',
        'setup',
        'demo',
        'init',
        'router',
      ],
    ],
    [['lo'], ['local']],
    [['l'], ['local', 'list']],
    [['-'], ['-']],
    [['nope'], []],
    [
      ['env', ''],
      [...profiles, 'off', '-'],
    ],
    [['run', 'my'], ['my-box']],
    [['run', 'local', ''], []],
    [['local', ''], []],
    [['settings', ''], profiles],
    [
      ['router', 'st'],
      ['start', 'stop', 'status'],
    ],
    [
      ['setup', '--kind', 'mi'],
      ['minimax', 'mistral'],
    ],
    [
      ['settings', '--scope', ''],
      ['local', 'project', 'user', 'vscode'],
    ],
    [['init', 'z'], ['zsh']],
    [['init', 'bash', ''], []],
    [['local', '--m'], ['--model']],
    [
      ['env', '--s'],
      ['--shell', '--show-secrets'],
    ],
    [
      ['status', '--'],
      ['--json', '--short', '--require', '--help'],
    ],
    [['status', '--require', 'f'], ['free']],
    [['env', 'local', '--shell', 'n'], ['nushell']],
    [
      [],
      [
        ...profiles,
        'off',
        '-',
        'status',
        'statusline',
        'list',
        'env',
        'run',
        'doctor',
        'template',
        'settings',
        'edit',
        'setup',
        'demo',
        'init',
        'router',
      ],
    ],
  ])('%j', (words, expected) => {
    const stdout = expected.map(word => `${word}\n`).join('')
    expectAnswer(['complete', '--', ...words], temporaryHome(backendsText), { code: 0, stdout, stderr: '' })
  })

  test('says nothing else, whatever the file is like', () => {
    expectAnswer(['complete', '--', 'sta'], temporaryHome('LOCAL_MODLE=x\nnonsense\n'), {
      code: 0,
      stdout: 'status\nstatusline\n',
      stderr: '',
    })
    expectAnswer(['complete', '--', 'sta'], temporaryHome('A=\0'), {
      code: 0,
      stdout: 'status\nstatusline\n',
      stderr: '',
    })
    expect(claudeSwitch(['complete', '--', 'lo'], temporaryHome()).stdout).toBe('local\n')
  })
})
