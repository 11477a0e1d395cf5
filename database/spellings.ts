import type { Connection } from './connection.ts'

/** The tags in use that differ from the given ones in case only; a tag that nobody uses yet is left as it is. */
export function createSpellings({ sqlite }: Pick<Connection, 'sqlite'>) {
  // From one tag to the next in the index, however many documents have each.
  const all = sqlite
    .prepare<[], string>(`
      WITH RECURSIVE used (tag) AS (
        SELECT min(tag) FROM document_tags
        UNION ALL SELECT (SELECT min(tag) FROM document_tags WHERE tag > used.tag) FROM used WHERE used.tag IS NOT NULL
      ) SELECT tag FROM used WHERE tag IS NOT NULL`)
    .pluck()

  return function spellings(tags: readonly string[]): readonly string[] {
    if (tags.length === 0) return []
    const used = Map.groupBy(all.all(), fold)
    return [...new Set(tags.flatMap((tag) => used.get(fold(tag)) ?? [tag]))]
  }
}

function fold(tag: string): string {
  return tag.normalize('NFC').toLowerCase()
}
