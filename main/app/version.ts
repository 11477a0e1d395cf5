import { readFileSync } from 'node:fs'
import type { Version } from '#contract/system.contract'

/** What `version` answers, without starting anything. */
export function readVersion(): Version {
  const file = new URL('../../package.json', import.meta.url)
  const { version } = JSON.parse(readFileSync(file, 'utf8')) as { readonly version: string }
  return { version, node: process.version, platform: `${process.platform}-${process.arch}` }
}
