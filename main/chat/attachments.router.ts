import { implement } from '@orpc/server'
import { chatContract } from '#contract/chat.contract'
import { raise } from '../app/raise.ts'
import type { AttachmentsService } from './attachments.service.ts'

const os = implement(chatContract).attachments

/** Serves what questions take along and is in no document. */
export function createAttachmentsRouter(attachments: AttachmentsService) {
  return {
    addPicture: os.addPicture.handler(async ({ input, errors }) => {
      const kept = await attachments.addPicture(input)
      if (!kept.ok) throw raise(errors, kept.failure)
      return kept.value
    }),
    addText: os.addText.handler(async ({ input, errors }) => {
      const kept = await attachments.addText(input)
      if (!kept.ok) throw raise(errors, kept.failure)
      return kept.value
    }),
    read: os.read.handler(async ({ input, errors }) => {
      const found = attachments.read(input.attachmentId)
      if (!found.ok) throw raise(errors, found.failure)
      return found.value
    }),
  }
}
