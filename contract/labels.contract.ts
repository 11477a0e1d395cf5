import { oc } from '@orpc/contract'
import { z } from 'zod'

/** Trimmed; two tags that differ in case only are the same. */
export const Tag = z.string().trim().min(1).max(60)
/** A path in a tree of categories, from the outermost on: `Law/Leases`. */
export const Category = z
  .string()
  .trim()
  .max(200)
  .regex(/^[^/]+(\/[^/]+)*$/)

export const DocumentLabels = z.object({
  documentId: z.string(),
  tags: z.array(z.string()),
  category: z.string().nullable(),
})
export type DocumentLabels = z.infer<typeof DocumentLabels>

const documents = z.object({ documentIds: z.array(z.string()).min(1).max(10_000) })
const changed = z.object({ documents: z.number().int() })

/** Tags and categories of documents; they stay with a document when its file is changed, moved, or gone for a while. */
export const labelsContract = {
  /** All tags in use with the number of documents that have them, by name. */
  tags: oc
    .route({ method: 'GET', path: '/library/tags', summary: 'List tags' })
    .output(z.array(z.object({ tag: z.string(), documents: z.number().int() }))),
  /** All categories in use with the number of documents directly in them, by name. */
  categories: oc
    .route({ method: 'GET', path: '/library/categories', summary: 'List categories' })
    .output(z.array(z.object({ category: z.string(), documents: z.number().int() }))),
  /** The labels of some documents. */
  of: oc
    .route({ method: 'POST', path: '/library/labels', summary: 'Labels of documents' })
    .input(documents)
    .output(z.array(DocumentLabels)),
  /** Gives documents a tag; those that have it stay as they are. */
  tag: oc
    .route({ method: 'POST', path: '/library/tags/add', summary: 'Tag documents' })
    .input(documents.extend({ tag: Tag }))
    .output(changed),
  /** Takes a tag off documents. */
  untag: oc
    .route({ method: 'POST', path: '/library/tags/remove', summary: 'Take a tag off documents' })
    .input(documents.extend({ tag: Tag }))
    .output(changed),
  /** Puts documents into a category, or into none. */
  categorize: oc
    .route({ method: 'POST', path: '/library/categories/set', summary: 'Put documents into a category' })
    .input(documents.extend({ category: Category.nullable() }))
    .output(changed),
}
