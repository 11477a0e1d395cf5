import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { checks, runCheck } from './checks.mjs'
import { obtainChromium } from './chromium.mjs'
import { checkCoverage, newCoverageFolder } from './coverage.mjs'
import { runEndToEnd } from './e2e-run.mjs'
import { createTally } from './tally.mjs'
import { runVitest } from './vitest-run.mjs'

// Everything: the checks, the tests with coverage of all their processes, and the page in a real Chromium.
const root = dirname(dirname(fileURLToPath(import.meta.url)))
const tally = createTally()
const chromium = await obtainChromium()

await tally.timed('checks', async () => {
  for (const name of Object.keys(checks)) tally.add(name, await runCheck(root, name))
})

const covered = newCoverageFolder(root)
const env = { NODE_V8_COVERAGE: covered }
const vitest = await tally.timed('vitest', () => runVitest(root, { env }))
tally.addVitest(vitest.report, vitest.code)

if (chromium) {
  const { report, code } = await tally.timed('the page in Chromium', () => runEndToEnd(root, chromium, { env }))
  tally.addPlaywright(report, code)
} else {
  tally.add('the page in Chromium (there is none)', false)
}

tally.add('coverage', await tally.timed('coverage', () => checkCoverage(root, covered)))
tally.finish()
