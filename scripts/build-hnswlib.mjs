import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { findNode } from './find-node.mjs'
import { run, say } from './run.mjs'

/**
 * Builds the optional second vector index where a compiler, Python and Node's headers are on this machine.
 * Never fails: Alcove's own index (usearch) ships as a binary and needs none of them.
 */
export async function buildHnswlib(root) {
  const folder = join(root, 'node_modules', 'hnswlib-node')
  if (!existsSync(folder) || existsSync(join(folder, 'build', 'Release', 'addon.node'))) return
  const node = findNode(root)
  const headers = node && dirname(dirname(node))
  const gyp = join(root, 'node_modules', 'node-gyp', 'bin', 'node-gyp.js')
  const missing = missingTool()
  if (missing || !headers || !existsSync(join(headers, 'include', 'node', 'node_api.h')) || !existsSync(gyp)) {
    say(`leaving out hnswlib-node, an optional second vector index (${missing ?? "Node's headers"} not found).`)
    return
  }
  say('building hnswlib-node, an optional second vector index, with the compiler found here.')
  const code = await run(node, [gyp, 'rebuild', `--nodedir=${headers}`, '--loglevel=error'], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'ignore'],
    timeout: 300_000,
    env: { ...process.env, PATH: `${dirname(node)}${delimiter}${process.env.PATH ?? ''}` },
  }).catch(() => 1)
  if (code !== 0) say('hnswlib-node could not be built here; Alcove works without it.')
}

function missingTool() {
  if (process.platform === 'win32') return 'a compiler'
  if (!works(process.env.CXX ?? 'c++')) return 'a C++ compiler'
  if (!works('make')) return 'make'
  if (!works('python3')) return 'Python'
  return null
}

function works(program) {
  return spawnSync(program, ['--version'], { stdio: 'ignore' }).status === 0
}
