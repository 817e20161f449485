import type { EffectiveConfig } from '../env/effective-config.ts'
import { projectNetwork } from '../env/network.ts'
import { type PayerName, payerNames } from '../env/payer.ts'
import { type ClientFiles, readClientFiles } from '../settings/load.ts'
import { shownPath } from '../system/shown-path.ts'
import type { System } from '../system/system.ts'
import { exitCodes, UserError } from '../system/user-error.ts'
import { type Input, textOption } from './command.ts'

/** The variable in which a user says for good who may pay for what `run` and the launchers start. */
const requireVariable = 'CLAUDE_SWITCH_REQUIRE'

/** The payers that `--require` names; undefined without it. Refuses, with exit code 2, a word that is none. */
export function requiredPayers(input: Input): PayerName[] | undefined {
  const text = textOption(input, 'require')
  return text === undefined ? undefined : readPayers(text, '--require')
}

/** The same of something that is to be started, where CLAUDE_SWITCH_REQUIRE counts without the option. */
export function requiredToStart(input: Input, { environment }: System): PayerName[] | undefined {
  const text = environment[requireVariable]
  return requiredPayers(input) ?? (text ? readPayers(text, requireVariable) : undefined)
}

function readPayers(text: string, from: string): PayerName[] {
  return text.split(',').map(word => {
    const payer = payerNames.find(name => name === word.trim().toLowerCase())
    if (payer) return payer
    throw new UserError(
      `${from} takes ${payerNames.join(', ')}, with commas between; ${JSON.stringify(word)} is none of them.`,
      exitCodes.usage,
    )
  })
}

/**
 * Refuses, with exit code 3, unless one of the required payers is certainly the one: also where a file was not understood, or
 * where one of the project decides who answers.
 */
export function refuseOtherPayer(
  config: EffectiveConfig,
  required: readonly PayerName[] | undefined,
  system: System,
  files: Pick<ClientFiles, 'broken'> = required ? readClientFiles(system, config.environment) : { broken: [] },
): void {
  if (!required) return
  const shown = (path: string) => shownPath(path, system.home)
  const wanted = `${required.join(' or ')} is required.`
  const refuse = (says: string): never => {
    throw new UserError(`${says}, and ${wanted}`, exitCodes.unmet)
  }
  const [open] = files.broken
  if (open) refuse(`${shown(open.path)} is not understood, so nothing is certain`)
  const [reader] = projectNetwork(config)
  if (reader?.project)
    refuse(
      `${shown(reader.project.path)}, a file of this project, sets ${reader.variable}, so nobody knows who answers`,
    )
  if (!required.includes(config.payer.payer)) refuse(`this is ${config.payer.payer}`)
}
