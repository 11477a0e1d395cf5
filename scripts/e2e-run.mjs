import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { buildPage } from './build-page.mjs'
import { run } from './run.mjs'

/** Drives the page in this Chromium; resolves to Playwright's exit code and where its JSON report is. */
export async function runEndToEnd(root, chromium, { env = {}, argv = [] } = {}) {
  const report = join(root, '.cache', 'playwright-report.json')
  rmSync(report, { force: true })
  const page = await buildPage(root)
  const entry = join(root, 'node_modules', '@playwright', 'test', 'cli.js')
  const code = await run(process.execPath, [entry, 'test', ...argv], {
    cwd: root,
    env: {
      ...process.env,
      ...env,
      CHROMIUM_PATH: chromium,
      ALCOVE_PAGE: page,
      PLAYWRIGHT_JSON_OUTPUT_FILE: report,
      PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: '1',
    },
  })
  return { code, report }
}
