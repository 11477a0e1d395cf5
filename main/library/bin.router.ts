import { implement } from '@orpc/server'
import { binContract } from '#contract/bin.contract'
import type { BinService } from './bin.service.ts'

const os = implement(binContract)

/** Serves the bin. */
export function createBinRouter(bin: Omit<BinService, 'forgetOld'>) {
  return os.router({
    list: os.list.handler(() => bin.list()),
    removeDocuments: os.removeDocuments.handler(async ({ input }) => ({
      documents: await bin.removeDocuments(input.documentIds),
    })),
    restoreDocuments: os.restoreDocuments.handler(async ({ input }) => ({
      queued: await bin.restoreDocuments(input.documentIds),
    })),
    empty: os.empty.handler(async ({ input }) => ({ forgotten: await bin.empty(input.ids) })),
  })
}
