import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/name-skipped.ts'],
    // Real shells and the built binary are slow to start on two busy cores.
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
})
