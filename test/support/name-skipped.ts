import { everythingExpected, isInstalled, realShells } from './shells.ts'

/** Runs once before all tests: names the shells that this machine lacks, whose tests are therefore not run. */
export function setup(): void {
  const missing = realShells.filter(({ program }) => !isInstalled(program)).map(({ name }) => name)
  if (missing.length === 0) return
  const says = `shells that are not installed here: ${missing.join(', ')}`
  if (everythingExpected) throw new Error(says)
  console.log(`\n${says}; their tests are skipped.\n`)
}
