import { defineConfig } from 'vitest/config'

// Real shells and the built command are slow to start on busy cores.
const patient = { testTimeout: 60_000, hookTimeout: 120_000, globalSetup: ['test/support/name-skipped.ts'] }

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/shell/**', 'test/client/**'],
          ...patient,
        },
      },
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
