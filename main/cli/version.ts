import { readVersion } from '../app/version.ts'
import type { Context } from './context.ts'

/** `alcove version`: answers without opening anything. */
export async function version({ json, printJson, print }: Context): Promise<number> {
  const found = readVersion()
  if (json) printJson(found)
  else print(`Alcove ${found.version} on Node ${found.node.slice(1)}, ${found.platform}`)
  return 0
}
