import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** True when the packages of this very lockfile were installed on this system; costs a few milliseconds. */
export function isInstalled(root) {
  try {
    return readFileSync(stampPath(root), 'utf8') === hashOfLockfile(root)
  } catch (error) {
    if (error.code === 'ENOENT') return false
    throw error
  }
}

/** Notes that the packages of the lockfile are installed. */
export function markInstalled(root) {
  writeFileSync(stampPath(root), hashOfLockfile(root))
}

function hashOfLockfile(root) {
  const lockfile = readFileSync(join(root, 'package-lock.json'))
  return createHash('sha256').update(lockfile).update(`${process.platform}-${process.arch}`).digest('hex')
}

function stampPath(root) {
  return join(root, 'node_modules', '.alcove-installed')
}
