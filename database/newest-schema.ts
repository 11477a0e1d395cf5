import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** The newest schema this Alcove knows, told without loading what migrations are made with. */
export function newestSchema(): number {
  const path = fileURLToPath(new URL('./migrations/meta/_journal.json', import.meta.url))
  const { entries }: { readonly entries: readonly { readonly when: number }[] } = JSON.parse(readFileSync(path, 'utf8'))
  return Math.max(0, ...entries.map(({ when }) => when))
}
