import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join, relative } from 'node:path'
import { findNode } from './find-node.mjs'
import { run, say } from './run.mjs'

const sources = ['renderer', 'contract', 'vite.config.ts', 'package.json', 'package-lock.json']

/** The folder of the built page; Vite builds it only when one of its sources differs from every earlier build. */
export async function buildPage(root) {
  const pages = join(root, '.cache', 'page')
  const folder = join(pages, hashOf(root, sources))
  if (existsSync(join(folder, 'index.html'))) return folder
  say('building the page (only when its source has changed).')
  mkdirSync(pages, { recursive: true })
  const unfinished = join(pages, `unfinished-${process.pid}`)
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js')
  const argv = ['build', '--config', 'vite.config.ts', '--outDir', unfinished, '--emptyOutDir', '--logLevel', 'warn']
  const code = await run(findNode(root), [vite, ...argv], { cwd: root, stdio: ['ignore', 2, 2] })
  if (code !== 0) throw new Error(`the page could not be built (vite ended with ${code})`)
  if (existsSync(join(folder, 'index.html'))) rmSync(unfinished, { recursive: true })
  else renameSync(unfinished, folder)
  return folder
}

/** A name for the content of these files and folders: equal names, equal content. Tests do not count. */
export function hashOf(root, paths) {
  const hash = createHash('sha256')
  for (const path of paths.flatMap((path) => filesUnder(join(root, path))).sort()) {
    hash.update(relative(root, path)).update('\0').update(readFileSync(path)).update('\0')
  }
  return hash.digest('hex').slice(0, 16)
}

function filesUnder(path) {
  if (!existsSync(path)) return []
  if (/\.test\.tsx?$/.test(path)) return []
  let entries
  try {
    entries = readdirSync(path, { withFileTypes: true })
  } catch (error) {
    if (error.code === 'ENOTDIR') return [path]
    throw error
  }
  return entries.flatMap((entry) => filesUnder(join(path, entry.name)))
}
