import { execFile } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'

/** The project's own folder. */
export const root = join(import.meta.dirname, '..', '..')

const configurations = [
  'package.json',
  'tsconfig.base.json',
  'dependency-cruiser.config.mjs',
  'knip.config.ts',
  '.oxlintrc.json',
  'biome.json',
  '.gitignore',
]
const folders = ['contract', 'database', 'models', 'workers', 'main', 'preload', 'renderer']

/** A small project with the real configurations, the given files and nothing else; removed after the test. */
export function plant(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'alcove-planted-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  for (const name of configurations) cpSync(join(root, name), join(folder, name))
  for (const name of folders) {
    mkdirSync(join(folder, name))
    cpSync(join(root, name, 'tsconfig.json'), join(folder, name, 'tsconfig.json'))
  }
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction')
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), content)
  }
  return folder
}

/** Runs a tool of node_modules in a folder; what it printed and how it ended. */
export function runTool(folder: string, path: string, argv: readonly string[]): Promise<{ code: number; out: string }> {
  return new Promise((resolve) => {
    const entry = join(root, 'node_modules', path)
    // Tools are not the product: what they cover would only swell the report.
    const env = { ...process.env, NODE_V8_COVERAGE: '' }
    execFile(process.execPath, [entry, ...argv], { cwd: folder, env, maxBuffer: 2 ** 26 }, (error, out, err) => {
      resolve({ code: error ? Number(error.code ?? 1) : 0, out: out || err })
    })
  })
}
