/** Whether the file of a document vanished from a source that is still there: not what a person took out, which is in the bin. */
export function vanished(documents: string): string {
  return `${documents}.deleted_at IS NOT NULL AND ${documents}.part = ''
    AND ${documents}.source_id IN (SELECT id FROM sources WHERE deleted_at IS NULL)
    AND NOT EXISTS (SELECT 1 FROM removed_files r WHERE r.path = ${documents}.path AND r.deleted_at IS NULL)`
}
