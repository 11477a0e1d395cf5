// Everything starts here, on any Node from 20 and with nothing installed: installs what the lockfile names when it is
// not there, picks a Node that runs TypeScript, and runs what was asked with its arguments, streams and signals untouched.
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { findNode } from './find-node.mjs'
import { isInstalled } from './installed.mjs'
import { run, say } from './run.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const [task, ...argv] = process.argv.slice(2)

const tasks = {
  start,
  desktop,
  alcove: () => alcove(),
  test: () => script('scripts/test.mjs'),
  verify: () => script('scripts/verify.mjs'),
  check: () => script('scripts/check.mjs'),
  vitest: () => tool('vitest/vitest.mjs', 'run'),
  bench: () => script('tests/bench/bench.ts'),
  screenshots: () => script('tests/e2e/screenshots.ts', { ALCOVE_PAGE: true }),
  'test:e2e': () => script('scripts/e2e.mjs'),
  'test:faults': faults,
  'test:mutation': () => script('scripts/mutation.mjs'),
  'test:ollama': () => tool('vitest/vitest.mjs', 'run', '--config', 'vitest.ollama.config.ts'),
  package: () => packaged(),
}

try {
  const todo = tasks[task]
  if (!todo) throw new Error(`unknown task ${task}; known are ${Object.keys(tasks).join(', ')}`)
  if (!isInstalled(root)) await (await import('./install.mjs')).ensureInstalled(root)
  process.exitCode = await todo()
} catch (error) {
  say(error.message)
  process.exitCode = 1
}

async function start() {
  const { electronBinary, noWindowBecause, openDesktop } = await import('./desktop.mjs')
  const binary = electronBinary(root)
  const reason = binary ? noWindowBecause() : 'the Electron binary is not here (npm run desktop fetches it)'
  if (binary && !reason) {
    say('opening the desktop app.')
    return openDesktop(root, node(), { binary, argv })
  }
  const page = await builtPage()
  say(`serving the page on this machine only, because ${reason}.`)
  return script('main/web/serve.ts', { ALCOVE_PAGE: page })
}

async function desktop() {
  const { fetchElectron, noWindowBecause, openDesktop } = await import('./desktop.mjs')
  const reason = noWindowBecause()
  if (reason) throw new Error(`no window can be opened: ${reason}. \`npm start\` serves the same page in a browser.`)
  return openDesktop(root, node(), { binary: await fetchElectron(root, node()), argv })
}

async function alcove() {
  return script('main/cli/alcove.ts', argv.includes('serve') ? { ALCOVE_PAGE: await builtPage() } : {})
}

/** The fault and hostile-file tests with their full counts, and with another seed each time unless one is given. */
function faults() {
  const more = { ALCOVE_FAULTS: 'full', ALCOVE_SEED: process.env.ALCOVE_SEED ?? String(Date.now() % 1_000_000) }
  return runNode(join(root, 'node_modules', 'vitest', 'vitest.mjs'), ['run', '--project', 'faults', ...argv], more)
}

/** Builds the installers of this system; electron-builder fetches Electron and its own tools from GitHub. */
async function packaged() {
  const build = join(root, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js')
  const code = await runNode(build, ['build'])
  return code === 0 ? tool('electron-builder/cli.js', '--publish', 'never') : code
}

async function builtPage() {
  const { buildPage } = await import('./build-page.mjs')
  return buildPage(root)
}

function tool(path, ...first) {
  return runNode(join(root, 'node_modules', path), [...first, ...argv])
}

async function script(path, { ALCOVE_PAGE, ...more } = {}) {
  const page = ALCOVE_PAGE === true ? await builtPage() : ALCOVE_PAGE
  return runNode(join(root, path), argv, page ? { ...more, ALCOVE_PAGE: page } : more)
}

function runNode(entry, args, more = {}) {
  const program = node()
  const env = {
    ...process.env,
    // Relative paths start where the person stands; npm says where that is, a direct call stands there.
    INIT_CWD: process.env.INIT_CWD ?? process.cwd(),
    PATH: `${dirname(program)}${delimiter}${process.env.PATH ?? ''}`,
    ...more,
  }
  // Early releases of Node 24 announce type stripping as an experiment on every start.
  const flags = ['--disable-warning=ExperimentalWarning']
  // Left to itself the young generation grows while modules load and is kept; tools that run for a moment may have it.
  if (entry.startsWith(join(root, 'main'))) flags.push('--max-semi-space-size=8')
  return run(program, [...flags, entry, ...args], { cwd: root, env })
}

function node() {
  const found = findNode(root)
  if (found) return found
  throw new Error(
    `Alcove runs on Node 24 or newer, and the npm registry has none for ${process.platform} ${process.arch}: please install it.`,
  )
}
