import { defineConfig } from 'vitest/config'

// Against a real Ollama: `npm run test:ollama`. Everything else tests against recorded answers of one.
export default defineConfig({
  test: {
    include: ['tests/ollama/**/*.test.ts'],
    experimental: { viteModuleRunner: false },
    pool: 'forks',
    maxWorkers: 1,
    testTimeout: 600_000,
    hookTimeout: 600_000,
  },
})
