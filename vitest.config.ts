import { defineConfig } from 'vitest/config'

// Real shells and the built command are slow to start on busy cores.
const patient = { testTimeout: 60_000, hookTimeout: 120_000, globalSetup: ['test/support/name-skipped.ts'] }

/** Tests of the built command, each of whose rows starts it. */
const built = ['test/cli/**/*.test.ts', 'test/startup.test.ts']

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/shell/**', 'test/client/**', ...built],
          ...patient,
        },
      },
      { test: { name: 'cli', include: built, ...patient } },
      { test: { name: 'shells', include: ['test/shell/**/*.test.ts'], ...patient } },
      {
        test: {
          name: 'client',
          include: ['test/client/**/*.test.ts'],
          ...patient,
          testTimeout: 900_000,
          hookTimeout: 900_000,
        },
      },
    ],
  },
})
