import { readFileSync } from 'node:fs'

const group = process.env.ALCOVE_MUTATE ?? 'path'
const groups = JSON.parse(readFileSync(new URL('./tests/mutation/groups.json', import.meta.url), 'utf8'))

export default {
  mutate: groups[group].mutate,
  testRunner: 'vitest',
  vitest: { configFile: 'vitest.mutation.config.ts', related: false },
  concurrency: 1,
  coverageAnalysis: 'perTest',
  disableTypeChecks: '**/*.{ts,tsx}',
  ignorePatterns: [
    'artifacts',
    'dist',
    'out',
    'models/files',
    'resources',
    '/tests/fixtures/pictures',
    '/tests/fixtures/ollama',
    '/tests/e2e',
  ],
  tempDirName: '.cache/stryker',
  reporters: ['json', 'clear-text', 'progress-append-only'],
  clearTextReporter: { logTests: false, reportTests: false, reportScoreTable: false, allowColor: false },
  jsonReporter: { fileName: `.cache/mutation/${group}.json` },
  allowEmpty: false,
  timeoutMS: 20_000,
}
