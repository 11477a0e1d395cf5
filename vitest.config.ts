import { configDefaults, defineConfig, type TestProjectInlineConfiguration } from 'vitest/config'

const exclude = [...configDefaults.exclude, '.cache/**', 'out/**', 'artifacts/**']

export default defineConfig({
  test: {
    projects: [
      onNode('core', {
        include: ['{contract,database,models,workers,main,preload,tests}/**/*.test.ts'],
        exclude: [...exclude, 'tests/{faults,ollama,e2e}/**'],
      }),
      // Kills, full disks and damaged files: slower, so `npm run verify` leaves them to `npm test`.
      onNode('faults', { include: ['tests/faults/**/*.test.ts'], exclude }),
      {
        test: { name: 'page', include: ['renderer/**/*.test.{ts,tsx}'], exclude, pool: 'forks', testTimeout: 120_000 },
      },
    ],
    maxWorkers: 2,
  },
})

/** Node runs TypeScript itself, as it does in the product; so threads, processes and coverage are those of the product. */
function onNode(
  name: string,
  files: { readonly include: string[]; readonly exclude: string[] },
): TestProjectInlineConfiguration {
  return {
    test: {
      name,
      ...files,
      setupFiles: ['tests/coverage/take-coverage.ts'],
      experimental: { viteModuleRunner: false },
      pool: 'forks',
      testTimeout: 120_000,
      hookTimeout: 120_000,
    },
  }
}
