import { implement } from '@orpc/server'
import { collectionsContract } from '#contract/collections.contract'
import { raise } from '../app/raise.ts'
import type { CollectionsService } from './collections.service.ts'

const os = implement(collectionsContract)

/** Serves collections. */
export function createCollectionsRouter(collections: CollectionsService) {
  return os.router({
    list: os.list.handler(() => collections.list()),
    create: os.create.handler(({ input }) => collections.create(input)),
    change: os.change.handler(({ input: { collectionId, ...wanted }, errors }) => {
      const changed = collections.change(collectionId, wanted)
      if (!changed.ok) throw raise(errors, changed.failure)
      return changed.value
    }),
    remove: os.remove.handler(({ input, errors }) => {
      const removed = collections.remove(input.collectionId)
      if (!removed.ok) throw raise(errors, removed.failure)
      return { removed: true as const }
    }),
    restore: os.restore.handler(({ input, errors }) => {
      const restored = collections.restore(input.collectionId)
      if (!restored.ok) throw raise(errors, restored.failure)
      return restored.value
    }),
  })
}
