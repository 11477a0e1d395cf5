/** Ids of the documents with one of the tags in `list`, an SQL list. */
export function taggedDocuments(list: string): string {
  return `SELECT document_id FROM document_tags WHERE tag IN ${list} AND deleted_at IS NULL`
}

/** Ids of the sources in one of the collections in `list`, an SQL list, without collections that were removed. */
export function collectedSources(list: string): string {
  return `SELECT m.source_id FROM collection_sources m JOIN collections c ON c.id = m.collection_id AND c.deleted_at IS NULL
    WHERE m.collection_id IN ${list} AND m.deleted_at IS NULL`
}
