import { existsSync, readFileSync, rmSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { join } from 'node:path'
import { sources, tool } from './checks.mjs'

const folders = ['main', 'workers', 'database', 'models', 'contract']
const leastPercent = 85

/** An empty folder into which every test process, worker process and thread writes what it covered. */
export function newCoverageFolder(root) {
  const folder = join(root, '.cache', 'coverage')
  rmSync(folder, { recursive: true, force: true })
  return folder
}

/** Merges what all processes covered and prints it per folder; true when every folder together reach the bar. */
export async function checkCoverage(root, folder) {
  const reports = join(root, 'coverage')
  const argv = ['report', '--all', '--extension', '.ts', '--merge-async', '--temp-directory', folder]
  argv.push(...folders.flatMap((name) => ['--src', name, '--include', `${name}/**/*.ts`]))
  argv.push(...['**/*.test.ts', '**/fake.*.ts', '**/*.d.ts'].flatMap((pattern) => ['--exclude', pattern]))
  argv.push('--reports-dir', reports, '--reporter', 'json-summary', '--reporter', 'text')
  argv.push(...typesOnly(root).flatMap((path) => ['--exclude', path]))
  const { output } = await tool(root, 'c8/bin/c8.js', argv)
  const summary = join(reports, 'coverage-summary.json')
  if (!existsSync(summary)) {
    process.stdout.write(`FAIL coverage\n${output}\n`)
    return false
  }
  return report(JSON.parse(readFileSync(summary, 'utf8')), root)
}

/** Files that declare types and nothing else: no process ever loads them, so none of their lines can be covered. */
function typesOnly(root) {
  return folders
    .flatMap((name) => sources(root, name))
    .filter((path) => {
      const code = stripTypeScriptTypes(readFileSync(join(root, path), 'utf8'))
      return (
        code
          .replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '')
          .replace(/export \{\}/g, '')
          .trim() === ''
      )
    })
}

function report({ total, ...files }, root) {
  const rows = folders.map((name) => {
    const lines = Object.entries(files).filter(([path]) => path.startsWith(join(root, name, '/')))
    const covered = lines.reduce((sum, [, file]) => sum + file.lines.covered, 0)
    const all = lines.reduce((sum, [, file]) => sum + file.lines.total, 0)
    return `  ${name.padEnd(10)}${all ? ((100 * covered) / all).toFixed(1) : '–'} % of ${all} lines`
  })
  const passed = total.lines.pct >= leastPercent
  const verdict = `${passed ? 'ok  ' : 'FAIL'} coverage: ${total.lines.pct} % of lines (at least ${leastPercent} %)`
  process.stdout.write(`${verdict}\n${rows.join('\n')}\n`)
  return passed
}
