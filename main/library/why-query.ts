import type { FindInput, Found } from '#contract/search.contract'
import type { WhyStep } from '#contract/tree.contract'

export type Find = (input: FindInput, signal?: AbortSignal) => Promise<Found>

export interface AskedFor {
  readonly query: string
  readonly path: string
  /** The documents of the file. */
  readonly documents: readonly string[]
  readonly find: Find
}

const ranksLookedAt = 200
const wordsLookedAt = 12

/** At which rank a file stands for a query, and which words of the query it does not hold. */
export async function whyNotForQuery(
  { query, path, documents, find }: AskedFor,
  signal?: AbortSignal,
): Promise<WhyStep> {
  const documentIds = documents.slice(0, 1_000)
  const found = await find({ query, limit: ranksLookedAt, by: 'document' }, signal)
  const rank = found.passages.findIndex((passage) => passage.path === path) + 1
  const missing: string[] = []
  for (const word of wordsOf(query)) {
    const holding = await find({ query: word, mode: 'words', limit: 1, filters: { documentIds } }, signal)
    if (holding.passages.length === 0) missing.push(word)
  }
  const without = missing.length === 0 ? '' : ` It does not hold ${missing.map((word) => `“${word}”`).join(', ')}.`
  if (rank > 0) {
    return {
      check: 'query',
      ok: true,
      detail: `For these words it is number ${rank} of the documents found.${without}`,
      remedy: rank > 10 ? 'other-words' : null,
    }
  }
  const { passages } = await find({ query, limit: 1, filters: { documentIds } }, signal)
  const detail =
    passages.length === 0
      ? `Nothing in it has to do with these words.${without}`
      : `It fits these words, but at least ${found.passages.length} documents fit better.${without}`
  return { check: 'query', ok: false, detail, remedy: 'other-words' }
}

function wordsOf(query: string): readonly string[] {
  const words = query.match(/[\p{L}\p{N}][\p{L}\p{N}'’-]*/gu) ?? []
  return [...new Map(words.map((word) => [word.toLowerCase(), word])).values()].slice(0, wordsLookedAt)
}
