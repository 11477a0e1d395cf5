import { configDefaults, defineConfig } from 'vitest/config'

const exclude = [...configDefaults.exclude, '.cache/**', 'out/**', 'artifacts/**']

export default defineConfig({
  test: {
    // Node runs TypeScript itself, as it does in the product; so threads, processes and coverage are those of the product.
    projects: [
      {
        test: {
          name: 'core',
          include: ['{contract,database,models,workers,main,preload,tests}/**/*.test.ts'],
          exclude: [...exclude, 'tests/ollama/**', 'tests/bench/**', 'tests/e2e/**'],
          setupFiles: ['tests/coverage/take-coverage.ts'],
          experimental: { viteModuleRunner: false },
          pool: 'forks',
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'page',
          include: ['renderer/**/*.test.{ts,tsx}'],
          exclude,
          pool: 'forks',
        },
      },
    ],
    maxWorkers: 2,
  },
})
