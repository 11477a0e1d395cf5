import { readFileSync } from 'node:fs'
import { defineConfig } from 'vitest/config'
import { z } from 'zod'

const Groups = z.record(z.string(), z.object({ mutate: z.array(z.string()), tests: z.array(z.string()) }))
const groups = Groups.parse(JSON.parse(readFileSync(new URL('./tests/mutation/groups.json', import.meta.url), 'utf8')))

/** The tests of one group of modules, as `npm run test:mutation` runs them once for each change. */
export default defineConfig({
  test: { include: groups[process.env.ALCOVE_MUTATE ?? 'path']?.tests ?? [], testTimeout: 120_000 },
})
