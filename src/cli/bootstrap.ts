import { closeSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs'
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

function readCache(): Buffer | undefined {
  try {
    return readFileSync(cache)
  } catch {
    return undefined
  }
}

/** What warmCache runs here is compiled by then, and that is what the cache holds. */
function writeCache(): void {
  const draft = `${cache}.${process.pid}`
  try {
    const file = openSync(draft, 'wx')
    module.exports.warmCache()
    try {
      writeSync(file, script.createCachedData())
    } finally {
      closeSync(file)
    }
    renameSync(draft, cache)
  } catch {
    // A package that its user may not write to stays as it is.
    rmSync(draft, { force: true })
  }
}
