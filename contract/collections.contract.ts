import { oc } from '@orpc/contract'
import { z } from 'zod'
import type { Failure } from './result.ts'

/** A group of sources; a question or a search can be limited to one. */
export const Collection = z.object({
  id: z.string(),
  name: z.string(),
  sourceIds: z.array(z.string()),
  documents: z.number().int(),
  createdAt: z.number(),
})
export type Collection = z.infer<typeof Collection>

export interface CollectionNotFound extends Failure<'COLLECTION_NOT_FOUND'> {
  readonly collectionId: string
}

const COLLECTION_NOT_FOUND = { status: 404, data: z.object({ collectionId: z.string() }) }
const CollectionName = z.string().trim().min(1).max(100)
const one = z.object({ collectionId: z.string() })

/** Groups of sources. */
export const collectionsContract = {
  /** All collections by name, with the sources in each. */
  list: oc
    .route({ method: 'GET', path: '/library/collections', summary: 'List collections' })
    .output(z.array(Collection)),
  /** Makes a collection of the given sources. */
  create: oc
    .route({ method: 'POST', path: '/library/collections', summary: 'Make a collection' })
    .input(z.object({ name: CollectionName, sourceIds: z.array(z.string()).default([]) }))
    .output(Collection),
  /** Changes the name or the sources of a collection; what is absent stays. */
  change: oc
    .route({ method: 'PATCH', path: '/library/collections/{collectionId}', summary: 'Change a collection' })
    .input(one.extend({ name: CollectionName.optional(), sourceIds: z.array(z.string()).optional() }))
    .errors({ COLLECTION_NOT_FOUND })
    .output(Collection),
  /** Takes a collection away; its sources stay in the library. `restore` undoes it. */
  remove: oc
    .route({ method: 'DELETE', path: '/library/collections/{collectionId}', summary: 'Remove a collection' })
    .input(one)
    .errors({ COLLECTION_NOT_FOUND })
    .output(z.object({ removed: z.literal(true) })),
  /** Brings back a collection that was removed. */
  restore: oc
    .route({ method: 'POST', path: '/library/collections/{collectionId}/restore', summary: 'Undo a removal' })
    .input(one)
    .errors({ COLLECTION_NOT_FOUND })
    .output(Collection),
}
