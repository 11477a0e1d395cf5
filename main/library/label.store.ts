import type { DocumentLabels } from '#contract/labels.contract'
import type { Database } from '#database/database'
import { createSpellings } from '#database/spellings'

export type LabelStore = ReturnType<typeof createLabelStore>

/** Keeps tags and categories by the id of the document, whatever happens to its file. */
export function createLabelStore({ sqlite }: Database, clock: () => number) {
  const spellings = createSpellings({ sqlite })
  const usedTags = sqlite.prepare<[], { tag: string; documents: number }>(`
    SELECT t.tag, count(*) AS documents FROM document_tags t JOIN documents d ON d.id = t.document_id AND d.deleted_at IS NULL
    WHERE t.deleted_at IS NULL GROUP BY t.tag`)
  const usedCategories = sqlite.prepare<[], { category: string; documents: number }>(`
    SELECT c.category, count(*) AS documents FROM document_categories c
    JOIN documents d ON d.id = c.document_id AND d.deleted_at IS NULL WHERE c.deleted_at IS NULL GROUP BY c.category`)
  const tagsOf = sqlite.prepare<[string], { documentId: string; tag: string }>(`
    SELECT document_id AS documentId, tag FROM document_tags
    WHERE document_id IN (SELECT value FROM json_each(?)) AND deleted_at IS NULL`)
  const categoriesOf = sqlite.prepare<[string], { documentId: string; category: string }>(`
    SELECT document_id AS documentId, category FROM document_categories
    WHERE document_id IN (SELECT value FROM json_each(?)) AND deleted_at IS NULL`)
  const addTag = sqlite.prepare<{ ids: string; tag: string; spellings: string; now: number }>(`
    INSERT INTO document_tags (document_id, tag, created_at, updated_at)
    SELECT d.id, @tag, @now, @now FROM documents d WHERE d.id IN (SELECT value FROM json_each(@ids))
      AND NOT EXISTS (SELECT 1 FROM document_tags t WHERE t.document_id = d.id AND t.deleted_at IS NULL
        AND t.tag IN (SELECT value FROM json_each(@spellings)))
    ON CONFLICT (document_id, tag) DO UPDATE SET deleted_at = NULL, created_at = @now, updated_at = @now`)
  const removeTag = sqlite.prepare<{ ids: string; spellings: string; now: number }>(`
    UPDATE document_tags SET deleted_at = @now, updated_at = @now WHERE document_id IN (SELECT value FROM json_each(@ids))
      AND tag IN (SELECT value FROM json_each(@spellings)) AND deleted_at IS NULL`)
  const setCategory = sqlite.prepare<{ ids: string; category: string; now: number }>(`
    INSERT INTO document_categories (document_id, category, created_at, updated_at)
    SELECT d.id, @category, @now, @now FROM documents d WHERE d.id IN (SELECT value FROM json_each(@ids))
    ON CONFLICT (document_id) DO UPDATE SET category = @category, deleted_at = NULL, updated_at = @now
    WHERE category <> @category OR deleted_at IS NOT NULL`)
  const noCategory = sqlite.prepare<{ ids: string; now: number }>(`
    UPDATE document_categories SET deleted_at = @now, updated_at = @now
    WHERE document_id IN (SELECT value FROM json_each(@ids)) AND deleted_at IS NULL`)

  return { tags, categories, of, tag, untag, categorize, spellings, forget }

  function tags(): { readonly tag: string; readonly documents: number }[] {
    return usedTags.all().toSorted((a, b) => compareNames(a.tag, b.tag))
  }

  function categories(): { readonly category: string; readonly documents: number }[] {
    return usedCategories.all().toSorted((a, b) => compareNames(a.category, b.category))
  }

  /** The labels of each of the documents, in their order. */
  function of(documentIds: readonly string[]): DocumentLabels[] {
    const ids = JSON.stringify(documentIds)
    const tagged = Map.groupBy(tagsOf.all(ids), (row) => row.documentId)
    const categorized = new Map(categoriesOf.all(ids).map((row) => [row.documentId, row.category]))
    return documentIds.map((documentId) => ({
      documentId,
      tags: (tagged.get(documentId) ?? []).map((row) => row.tag).toSorted(compareNames),
      category: categorized.get(documentId) ?? null,
    }))
  }

  /** Tags documents in the spelling that is in use; tells how many had it not. */
  function tag(documentIds: readonly string[], wanted: string): number {
    const inUse = spellings([wanted])
    const values = { ids: JSON.stringify(documentIds), tag: inUse[0] ?? wanted, spellings: JSON.stringify(inUse) }
    return addTag.run({ ...values, now: clock() }).changes
  }

  function untag(documentIds: readonly string[], wanted: string): number {
    const values = { ids: JSON.stringify(documentIds), spellings: JSON.stringify(spellings([wanted])) }
    return removeTag.run({ ...values, now: clock() }).changes
  }

  function categorize(documentIds: readonly string[], category: string | null): number {
    const values = { ids: JSON.stringify(documentIds), now: clock() }
    return category === null ? noCategory.run(values).changes : setCategory.run({ ...values, category }).changes
  }

  /** Deletes the labels of documents that are forgotten, and those whose document went without a word. */
  function forget(): void {
    const orphans = 'NOT EXISTS (SELECT 1 FROM documents d WHERE d.id = document_id)'
    sqlite.exec(`DELETE FROM document_tags WHERE ${orphans}; DELETE FROM document_categories WHERE ${orphans}`)
  }
}

function compareNames(a: string, b: string): number {
  return a.localeCompare(b, undefined, { sensitivity: 'base', numeric: true }) || (a < b ? -1 : 1)
}
