import type { OptionSpec } from '../../commands/command.ts'

// Options that several commands have.
export const json: OptionSpec = { name: 'json', says: 'print one JSON object' }
export const model: OptionSpec = { name: 'model', value: 'model', says: 'use this model in every tier, this time only' }
export const quiet: OptionSpec = { name: 'quiet', short: 'q', says: 'say nothing but errors' }
