import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { hashOf } from './build-page.mjs'
import { run, say } from './run.mjs'

const sources = [
  'main',
  'preload',
  'renderer',
  'workers',
  'contract',
  'database',
  'models',
  'electron.vite.config.ts',
  'vite.config.ts',
  'package.json',
  'package-lock.json',
]

/** The Electron binary of this project when it has been fetched, else null; never causes a download. */
export function electronBinary(root) {
  const folder = join(root, 'node_modules', 'electron')
  const pathFile = join(folder, 'path.txt')
  if (!existsSync(pathFile)) return null
  const binary = join(folder, 'dist', readFileSync(pathFile, 'utf8').trim())
  return existsSync(binary) ? binary : null
}

/** Why no window can be opened here, or null when one can. */
export function noWindowBecause() {
  if (process.platform !== 'linux') return null
  if (!process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) return 'there is no display'
  // Chromium's sandbox refuses to run as root, and Alcove does not run without it.
  if (process.getuid?.() === 0) return 'the desktop app does not run as root'
  return null
}

/** Fetches Electron's binary, saying so first; returns its path. */
export async function fetchElectron(root, node) {
  const present = electronBinary(root)
  if (present) return present
  say('fetching the Electron binary (about 110 MB, from its release page on GitHub, once).')
  const code = await run(node, [join(root, 'node_modules', 'electron', 'install.js')], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  })
  const fetched = electronBinary(root)
  if (code !== 0 || !fetched) throw new Error('the Electron binary could not be fetched; `npm start` works without it')
  return fetched
}

/** Builds the desktop app when its source has changed, opens it and resolves to its exit code. */
export async function openDesktop(root, node, { binary, argv }) {
  const stamp = join(root, '.cache', 'desktop-built')
  const wanted = hashOf(root, sources)
  const main = join(root, 'out', 'main')
  if (!existsSync(main) || !existsSync(stamp) || readFileSync(stamp, 'utf8') !== wanted) {
    say('building the desktop app (only when its source has changed).')
    const vite = join(root, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js')
    const code = await run(node, [vite, 'build', '--logLevel', 'warn'], { cwd: root, stdio: ['ignore', 2, 2] })
    if (code !== 0) throw new Error(`the desktop app could not be built (electron-vite ended with ${code})`)
    mkdirSync(join(root, '.cache'), { recursive: true })
    writeFileSync(stamp, wanted)
  }
  return run(binary, [root, ...argv], { cwd: root })
}
