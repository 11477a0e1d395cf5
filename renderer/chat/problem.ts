import { ORPCError } from '@orpc/client'
import { z } from 'zod'
import { NotReadyReason } from '#contract/chat.contract'
import { sentenceForChatFailure } from '#contract/chat.sentences'
import { ModelChoice } from '#contract/models.contract'
import { sentenceForFullDisk } from '#contract/system.sentences'

const Failure = z.discriminatedUnion('code', [
  z.object({ code: z.literal('CONVERSATION_NOT_FOUND'), message: z.string(), conversationId: z.string() }),
  z.object({ code: z.literal('ANSWER_NOT_FOUND'), message: z.string(), answerId: z.string() }),
  z.object({
    code: z.literal('MODEL_NOT_READY'),
    message: z.string(),
    model: z.string(),
    reason: NotReadyReason,
    instead: ModelChoice.optional(),
    asks: z.object({ server: z.string(), host: z.string() }).optional(),
  }),
])

/** Whether no model could begin: quotes can. */
export function isNotReady(error: unknown) {
  return error instanceof ORPCError && error.code === 'MODEL_NOT_READY'
}

/** What a person is told when a question could not be asked or the line to the answer broke. */
export function problemOf(error: unknown): string {
  if (error instanceof ORPCError) {
    if (error.code === 'STORAGE_FULL') return sentenceForFullDisk
    const failure = Failure.safeParse({ ...error.data, code: error.code, message: error.message })
    if (failure.success) return sentenceForChatFailure(failure.data)
  }
  return 'The answer did not come: Alcove stopped or could not do it. Your question is kept; ask it again.'
}

/** What can be done where no model could begin: another that is ready, or a consent that is missing. */
export function remediesOf(error: unknown) {
  if (!(error instanceof ORPCError)) return null
  const failure = Failure.safeParse({ ...error.data, code: error.code, message: error.message })
  if (!failure.success || failure.data.code !== 'MODEL_NOT_READY') return null
  const { instead = null, asks = null } = failure.data
  return { instead, asks }
}
