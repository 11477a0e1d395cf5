import { spawn } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

const folders = ['contract', 'database', 'models', 'workers', 'main', 'preload', 'renderer']

/** The checks that read the source without running it, in the order in which they find the most. */
export const checks = {
  typecheck: (root) => tool(root, 'typescript/bin/tsc', ['-b']),
  lint: (root) => tool(root, 'oxlint/bin/oxlint', ['--deny-warnings']),
  format: (root) => tool(root, '@biomejs/biome/bin/biome', ['check', '.']),
  borders,
  knip: (root) => tool(root, 'knip/bin/knip.js', ['--no-progress']),
}

/** Runs one check and prints what it found; true when it found nothing. */
export async function runCheck(root, name) {
  const started = performance.now()
  const { code, output } = await checks[name](root)
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  process.stdout.write(`${code === 0 ? 'ok  ' : 'FAIL'} ${name} (${seconds} s)\n`)
  if (code !== 0) process.stdout.write(`${output.trimEnd()}\n`)
  return code === 0
}

async function borders(root) {
  const argv = ['--config', 'dependency-cruiser.config.mjs', '--output-type', 'json', ...folders]
  const cruise = await tool(root, 'dependency-cruiser/bin/dependency-cruise.mjs', argv, { only: 'stdout' })
  if (!cruise.output.startsWith('{')) return { code: 1, output: cruise.output || 'dependency-cruiser said nothing' }
  const { modules, summary } = JSON.parse(cruise.output)
  const seen = new Set(modules.map((module) => module.source))
  // A cruiser that reads nothing finds nothing wrong: every file of the product must be among what it read.
  const unseen = folders.flatMap((folder) => sources(root, folder)).filter((path) => !seen.has(path))
  const violations = summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`)
  const output = [...violations, ...unseen.map((path) => `not read by dependency-cruiser: ${path}`)].join('\n')
  return { code: output ? 1 : cruise.code, output }
}

/** Every TypeScript file of a folder, as a path from the project's own folder. */
export function sources(root, folder) {
  if (!existsSync(join(root, folder))) return []
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(root.length + 1)
        .replaceAll('\\', '/'),
    )
}

/** Runs a tool of node_modules with this Node; resolves to its exit code and what it printed. */
export function tool(root, path, argv, { only } = {}) {
  return new Promise((resolve, reject) => {
    const entry = join(root, 'node_modules', path)
    const child = spawn(process.execPath, [entry, ...argv], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
    const parts = []
    child.stdout.on('data', (part) => parts.push(part))
    child.stderr.on('data', (part) => only !== 'stdout' && parts.push(part))
    child.on('error', reject)
    child.on('close', (code) => resolve({ code: code ?? 1, output: Buffer.concat(parts).toString() }))
  })
}
