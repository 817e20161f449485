import type { OptionSpec } from '../../commands/command.ts'

// Options that several commands have.
export const jsonOption: OptionSpec = { name: 'json', says: 'print one JSON object' }
export const modelOption: OptionSpec = {
  name: 'model',
  value: 'model',
  says: 'use this model in every tier, this time only',
}
export const quietOption: OptionSpec = { name: 'quiet', short: 'q', says: 'say nothing but errors' }
export const requireOption: OptionSpec = {
  name: 'require',
  value: 'payers',
  says: 'exit 3 unless one of these pays: free, subscription, metered',
}
