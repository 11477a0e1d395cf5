import type { SearchFilters } from '#contract/search.contract'
import { createKeySet } from './key-set.ts'
import type { Condition } from './narrowing.store.ts'
import type { PassageStore } from './passage.store.ts'
import { expression, type Query } from './query.ts'
import type { Acceptance } from './vectors.ts'

export interface AcceptanceInput {
  readonly passages: PassageStore
  readonly query: Query
  readonly filters: SearchFilters
  /** What the fields of the query narrow to. */
  readonly fields: readonly Condition[]
  /** True while some documents are kept whose files are gone. */
  readonly vanished: boolean
}

/** Which passages may be found under the filters, the quoted phrases and the excluded words; undefined for all. */
export function acceptanceOf({ passages, query, filters, fields, vanished }: AcceptanceInput): Acceptance | undefined {
  const matching = (term: Query['phrases'][number]) => createKeySet(passages.matchingKeys(expression(term)))
  // Quotes in a question need not be words of the library: a phrase that stands nowhere only ranks.
  const required = query.phrases.map(matching).filter((keys) => keys.size() > 0)
  const excluded = query.excluded.map(matching)
  if (isFiltering(filters) || fields.length > 0 || vanished || excluded.length > 0)
    required.push(createKeySet(passages.allowedKeys(filters, fields)))
  const [first, ...others] = required.toSorted((a, b) => a.size() - b.size())
  if (!first) return undefined
  const accepted = createKeySet()
  for (const key of first.keys()) {
    if (others.every((keys) => keys.has(key)) && !excluded.some((keys) => keys.has(key))) accepted.add(key)
  }
  return { has: accepted.has, size: accepted.size(), keys: accepted.keys }
}

function isFiltering(filters: SearchFilters): boolean {
  return Object.values(filters).some((value) => (Array.isArray(value) ? value.length > 0 : value !== undefined))
}
