import { oc } from '@orpc/contract'
import { z } from 'zod'

/** Something a person took out of the library; it can be brought back for thirty days. */
export const BinItem = z.object({
  kind: z.enum(['source', 'document', 'collection']),
  id: z.string(),
  title: z.string(),
  /** Null for a collection. */
  path: z.string().nullable(),
  removedAt: z.number(),
  /** When it is forgotten for good. */
  forgottenAt: z.number(),
})
export type BinItem = z.infer<typeof BinItem>

const documents = z.object({ documentIds: z.array(z.string()).min(1).max(10_000) })

/** What was taken out of the library. The person's files are never touched. */
export const binContract = {
  /** Everything that can be brought back, the newest first. */
  list: oc.route({ method: 'GET', path: '/library/bin', summary: 'List the bin' }).output(z.array(BinItem)),
  /** Takes documents out of the library; scans leave their files alone from now on. `restoreDocuments` undoes it. */
  removeDocuments: oc
    .route({ method: 'POST', path: '/library/documents/remove', summary: 'Remove documents' })
    .input(documents)
    .output(z.object({ documents: z.number().int() })),
  /** Brings documents back by reading their files again. */
  restoreDocuments: oc
    .route({ method: 'POST', path: '/library/documents/restore', summary: 'Restore documents' })
    .input(documents)
    .output(z.object({ queued: z.number().int() })),
  /** Forgets what is in the bin for good, with its tags; everything when no id is given. */
  empty: oc
    .route({ method: 'POST', path: '/library/bin/empty', summary: 'Empty the bin' })
    .input(z.object({ ids: z.array(z.string()).default([]) }))
    .output(z.object({ forgotten: z.number().int() })),
}
