import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { buildHnswlib } from './build-hnswlib.mjs'
import { isInstalled, markInstalled } from './installed.mjs'
import { run, say } from './run.mjs'

/** Installs the packages of the lockfile, and what is built where a compiler is, unless someone else just has. */
export async function ensureInstalled(root) {
  const unlock = await takeTurn(root)
  try {
    if (isInstalled(root)) return
    if (!matchesLockfile(root)) await install(root)
    await buildHnswlib(root)
    markInstalled(root)
  } finally {
    unlock()
  }
}

async function install(root) {
  say('installing the packages of package-lock.json into node_modules (first start, or they have changed).')
  say('no install script runs and nothing is compiled: only the npm registry is needed. This takes a minute or two.')
  const [program, ...argv] = npmCommand()
  // Windows cannot remove the executable that runs this script, which `npm ci` would do when it lies in node_modules.
  const command = process.platform === 'win32' && process.execPath.includes('node_modules') ? 'install' : 'ci'
  const code = await run(program, [...argv, command, '--no-audit', '--no-fund'], {
    cwd: root,
    // Standard output belongs to the command that was asked for.
    stdio: ['ignore', 2, 2],
    // onnxruntime-node would fetch its CUDA part from elsewhere; the CPU part is in the package.
    env: { ...process.env, ONNXRUNTIME_NODE_INSTALL: 'skip' },
    shell: program === 'npm' && process.platform === 'win32',
  })
  if (code !== 0) throw new Error(`npm ${command} ended with ${code}; see its messages above`)
}

/** True when someone has run `npm ci` or `npm install` by hand, so that there is nothing to do. */
function matchesLockfile(root) {
  const hidden = join(root, 'node_modules', '.package-lock.json')
  if (!existsSync(hidden)) return false
  const installed = JSON.parse(readFileSync(hidden, 'utf8')).packages
  const locked = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages
  return (
    Object.entries(locked).every(([path, entry]) => {
      if (path === '' || entry.optional || entry.link) return true
      return installed[path]?.version === entry.version && existsSync(join(root, path))
    }) && Object.entries(installed).every(([path, entry]) => locked[path]?.version === entry.version)
  )
}

/** Lets two commands that start together install one after the other; a lock of a dead process is taken over. */
async function takeTurn(root) {
  const lock = join(root, '.cache', 'install.lock')
  mkdirSync(dirname(lock), { recursive: true })
  for (let waited = 0; ; waited += 1) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' })
      return () => rmSync(lock, { force: true })
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
      if (!holderLives(lock)) rmSync(lock, { force: true })
      else if (waited === 0) say('another start is installing; waiting for it.')
      await new Promise((resolve) => setTimeout(resolve, 250))
    }
  }
}

function holderLives(lock) {
  try {
    process.kill(Number(readFileSync(lock, 'utf8')), 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

function npmCommand() {
  const besideNode = [
    join(dirname(process.execPath), 'node_modules', 'npm', 'bin', 'npm-cli.js'),
    join(dirname(process.execPath), '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js'),
  ]
  const script = [process.env.npm_execpath, ...besideNode].find(
    (path) => path?.endsWith('npm-cli.js') && existsSync(path),
  )
  return script ? [process.env.npm_node_execpath ?? process.execPath, script] : ['npm']
}
