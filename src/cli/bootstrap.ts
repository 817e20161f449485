import {
  closeSync,
  constants,
  fstatSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { Script } from 'node:vm'

/** The build's hash of main.cjs. */
declare const programHash: string

/**
 * Starts the program from V8's code cache, which saves a switch the 4 ms of compiling itself anew each time. The cache lies
 * beside the program like Python's beside its modules: under the same owner, for one version of node. The first command
 * writes it where it can; where it cannot, or V8 refuses it, everything works as well and takes those 4 ms.
 */
const program = join(__dirname, 'main.cjs')
// By the program's own text too: V8 compares no more than its length.
const cache = join(__dirname, `main-${programHash}-${process.version}-${process.arch}.cache`)

// esbuild writes ASCII, which node reads fastest as latin1.
const source = `(function(exports,require,module,__filename,__dirname){${readFileSync(program, 'latin1')}\n})`
const cachedData = readCache()
const script = new Script(source, { filename: program, ...(cachedData ? { cachedData } : {}) })
const isCold = !cachedData || script.cachedDataRejected === true

if (isCold) process.once('exit', writeCache)
script.runInThisContext()(exports, require, module, program, __dirname)

/**
 * What V8 is given runs as we do, and V8 does not look for damage: so the cache counts only where nobody but the owner of
 * the program, this user or root may have written it, and where its two copies of the same bytes agree. (Comparing costs
 * 20 us; any checksum that node has costs 2 ms to load.)
 */
function readCache(): Buffer | undefined {
  let file: number | undefined
  try {
    // A pipe in its place would wait for a writer.
    file = openSync(cache, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
    const stat = fstatSync(file)
    const { uid, mode } = stat
    if (!stat.isFile()) return undefined
    const owners = [0, process.getuid?.(), statSync(program).uid]
    if (process.getuid && (!owners.includes(uid) || (mode & 0o022) !== 0)) return undefined
    const bytes = readFileSync(file)
    const half = bytes.length >> 1
    const data = bytes.subarray(0, half)
    return bytes.length % 2 === 0 && half > 0 && data.equals(bytes.subarray(half)) ? data : undefined
  } catch {
    return undefined
  } finally {
    if (file !== undefined) closeSync(file)
  }
}

/** What warmCache runs here is compiled by then, and that is what the cache holds. */
function writeCache(): void {
  const draft = `${cache}.${process.pid}`
  try {
    // Whatever the umask lets pass.
    const file = openSync(draft, 'wx', 0o644)
    module.exports.warmCache()
    try {
      const data = script.createCachedData()
      writeSync(file, Buffer.concat([data, data]))
    } finally {
      closeSync(file)
    }
    renameSync(draft, cache)
  } catch {
    // A package that its user may not write to stays as it is.
    rmSync(draft, { force: true })
  }
}
