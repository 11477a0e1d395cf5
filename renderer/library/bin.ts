import type { BinItem } from '#contract/bin.contract'
import { plural } from '../ui/words.ts'

/** The things of a bin by name, the first three of them: “Lease.pdf”, “Minutes.md” and 4 more. */
export function namesOf(items: readonly Pick<BinItem, 'title'>[]) {
  const names = items.slice(0, 3).map(({ title }) => `“${title}”`)
  const more = items.length - names.length
  if (more > 0) return `${names.join(', ')} and ${plural(more, 'more', 'more')}`
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
}
