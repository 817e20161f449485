import {
  chmodSync,
  chownSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { replaceFile } from '../../src/system/replace-file.ts'
import { type Home, temporaryHome } from '../support/home.ts'
import { modeOf, old, read, replace } from './replaced.ts'

describe('a file that is replaced', () => {
  test.each([[0o600], [0o644], [0o660], [0o700]])('keeps mode %o, and leaves nothing else', mode => {
    const { path, write } = temporaryHome()
    const file = write('file', old, mode)
    expect(replace(file, '\uFEFFnew ö\n', old)).toBe('done')
    expect([read(file), modeOf(file), readdirSync(path)]).toEqual(['\uFEFFnew ö\n', mode, ['file']])
  })

  test('writes behind links, where the file really is', () => {
    const { path, write } = temporaryHome()
    const file = write('dotfiles/backends.env', old, 0o640)
    symlinkSync('dotfiles/backends.env', join(path, 'link'))
    symlinkSync(join(path, 'link'), join(path, 'second'))
    expect(replace(join(path, 'second'), 'new', old)).toBe('done')
    expect([read(file), modeOf(file), readlinkSync(join(path, 'link'))]).toEqual([
      'new',
      0o640,
      'dotfiles/backends.env',
    ])
    expect(lstatSync(join(path, 'second')).isSymbolicLink()).toBe(true)
    expect(readdirSync(join(path, 'dotfiles'))).toEqual(['backends.env'])
  })

  test.runIf(process.getuid?.() === 0)('keeps the owner', () => {
    const file = temporaryHome().write('file', old, 0o640)
    chownSync(file, 12, 34)
    replace(file, 'new', old)
    expect(statSync(file)).toMatchObject({ uid: 12, gid: 34 })
    expect(modeOf(file)).toBe(0o640)
  })

  test('leaves another hard link as it was', () => {
    const { path, write } = temporaryHome()
    const file = write('file', old)
    linkSync(file, join(path, 'other'))
    replace(file, 'new', old)
    expect([read(file), readFileSync(join(path, 'other'))]).toEqual(['new', old])
  })

  test.each([
    ['longer', '\uFEFFA=ö\r\n#'],
    ['as long', '\uFEFFB=ö\r\n'],
    ['empty', ''],
  ])('a file that is %s now is left alone', (_, now) => {
    const { path, write } = temporaryHome()
    const file = write('file', now)
    expect(replace(file, 'new', old)).toBe('changed')
    expect([read(file), readdirSync(path)]).toEqual([now, ['file']])
  })

  test.each([
    ['nothing', 'there is no such file', () => {}],
    ['a directory', 'it is a directory', (path: string) => mkdirSync(path)],
    ['a link to nothing', 'there is no such file', (path: string) => symlinkSync('nowhere', path)],
    ['links in a circle', 'its links go round in a circle', (path: string) => symlinkSync('file', path)],
    ['a device', 'it is not a regular file', (path: string) => symlinkSync('/dev/null', path)],
  ])('%s is refused: %s', (_, why, make) => {
    const { path } = temporaryHome()
    make(join(path, 'file'))
    const before = readdirSync(path)
    expect(() => replace(join(path, 'file'), 'new', old)).toThrow(new Error(why))
    expect(readdirSync(path)).toEqual(before)
  })

  test('a name that leaves no room for a draft is refused, and the file stays', () => {
    const { path, write } = temporaryHome()
    const file = write('x'.repeat(250), old)
    expect(() => replace(file, 'new', old)).toThrow(new Error('the name is too long'))
    expect([readFileSync(file), readdirSync(path).length]).toEqual([old, 1])
  })
})

describe('the copy', () => {
  const copied = (file: string, bytes: Uint8Array) =>
    replaceFile({ path: file, text: 'new', expected: bytes, backup: bytes })

  test('is for the owner alone, and replaces an earlier one', () => {
    const { path, write } = temporaryHome()
    const bytes = Buffer.from([0xff, 0x0d, 0x0a, 0x00])
    const file = write('file', bytes, 0o644)
    write('file.bak', 'an earlier one', 0o666)
    expect(copied(file, bytes)).toBe('done')
    expect([readFileSync(`${file}.bak`), modeOf(`${file}.bak`), modeOf(file)]).toEqual([bytes, 0o600, 0o644])
    expect(readdirSync(path)).toEqual(['file', 'file.bak'])
  })

  test('is a file beside a link, and never written through one', () => {
    const { path, write } = temporaryHome()
    write('dotfiles/file', old)
    const precious = write('precious', 'precious')
    symlinkSync('dotfiles/file', join(path, 'link'))
    symlinkSync('precious', join(path, 'link.bak'))
    copied(join(path, 'link'), old)
    expect([readFileSync(join(path, 'link.bak')), read(precious)]).toEqual([old, 'precious'])
    expect(lstatSync(join(path, 'link.bak')).isFile()).toBe(true)
  })

  test.each<[string, string, (home: Home, file: string) => void]>([
    ['changed', 'changed', (_, file) => writeFileSync(file, 'theirs')],
    ['read-only', 'it is marked read-only', (_, file) => chmodSync(file, 0o444)],
    ['gone', 'there is no such file', (_, file) => rmSync(file)],
  ])('stays as it was for a file that is %s', (_, says, happens) => {
    const home = temporaryHome()
    const file = home.write('file', old)
    home.write('file.bak', 'an earlier one')
    happens(home, file)
    const outcome = () => {
      try {
        return copied(file, old)
      } catch (error) {
        return (error as Error).message
      }
    }
    expect(outcome()).toBe(says)
    expect(read(`${file}.bak`)).toBe('an earlier one')
    expect(readdirSync(home.path).filter(name => name.endsWith('.new'))).toEqual([])
  })

  test('a directory in its place leaves the file as it was', () => {
    const { path, write } = temporaryHome()
    const file = write('file', old)
    mkdirSync(`${file}.bak`)
    expect(() => copied(file, old)).toThrow(new Error('it is a directory'))
    expect([readFileSync(file), readdirSync(path)]).toEqual([old, ['file', 'file.bak']])
  })
})
