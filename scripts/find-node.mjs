import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** The oldest Node that runs TypeScript as it is and that the native parts are tested with. */
const oldestMajor = 24

/** The Node to run Alcove with: this one when it is new enough, else the one that came from the registry, else null. */
export function findNode(root) {
  if (Number(process.versions.node.split('.')[0]) >= oldestMajor) return process.execPath
  const executable = process.platform === 'win32' ? 'node.exe' : 'node'
  const folders = [`node-${shortPlatform()}-${process.arch}`, `node-bin-${process.platform}-${process.arch}`]
  const places = folders.flatMap((folder) => [
    join(root, 'node_modules', folder, 'bin', executable),
    join(root, 'node_modules', folder, executable),
  ])
  return places.find((place) => existsSync(place)) ?? null
}

function shortPlatform() {
  return process.platform === 'win32' ? 'win' : process.platform
}
