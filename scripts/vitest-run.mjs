import { join } from 'node:path'
import { run } from './run.mjs'

/** Runs all tests that need no browser; resolves to vitest's exit code and where its JSON report is. */
export async function runVitest(root, { env = {}, argv = [] } = {}) {
  const report = join(root, '.cache', 'vitest-report.json')
  const entry = join(root, 'node_modules', 'vitest', 'vitest.mjs')
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const code = await run(process.execPath, [entry, 'run', ...reporters, ...argv], {
    cwd: root,
    env: { ...process.env, ...env },
  })
  return { code, report }
}
