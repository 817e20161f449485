import { readFileSync, statSync } from 'node:fs'
import { replaceFile } from '../../src/system/replace-file.ts'

export const old = Buffer.from('\uFEFFA=ö\r\n')
export const read = (path: string) => readFileSync(path, 'utf8')
export const modeOf = (path: string) => statSync(path).mode & 0o777

export const replace = (path: string, text: string, expected: Uint8Array) => replaceFile({ path, text, expected })
