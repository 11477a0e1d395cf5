import { enableCompileCache } from 'node:module'
import { fileURLToPath } from 'node:url'
import { resolveQuickly } from './quick-resolve.ts'

/** Lets this process and its workers start from code compiled before; kept beside the program, never in a shared folder. */
export function startFromCompiled(): void {
  resolveQuickly()
  // Coverage needs functions compiled afresh.
  if (process.env['NODE_V8_COVERAGE'] !== undefined) return
  const folder = fileURLToPath(new URL('../../.cache/compiled', import.meta.url))
  enableCompileCache(folder)
  process.env['NODE_COMPILE_CACHE'] = folder
}
