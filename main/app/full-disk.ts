import { ORPCError, os } from '@orpc/server'
import { sentenceForFullDisk } from '#contract/system.sentences'
import { isStorageFull } from '../library/sources/file-failure.ts'

/** Gives a full disk its name and a sentence, whatever was asked for when it was met. */
export const namingFullDisk = os.middleware(async ({ next }) => {
  try {
    return await next()
  } catch (error) {
    if (error instanceof ORPCError || !isFull(error)) throw error
    throw new ORPCError('STORAGE_FULL', { status: 507, message: sentenceForFullDisk, cause: error })
  }
})

function isFull(error: unknown): boolean {
  return isStorageFull(error) || (error instanceof Error && error.cause !== undefined && isFull(error.cause))
}
