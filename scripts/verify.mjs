import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { checks, runCheck } from './checks.mjs'
import { createTally } from './tally.mjs'
import { runVitest } from './vitest-run.mjs'

// Before pushing: everything that needs no browser. Docs coverage is among the tests of tests/architecture.
const root = dirname(dirname(fileURLToPath(import.meta.url)))
const tally = createTally()
for (const name of Object.keys(checks)) tally.add(name, await runCheck(root, name))
const { report, code } = await runVitest(root, { argv: ['--project', 'core', '--project', 'page'] })
tally.addVitest(report, code)
tally.finish()
