import { implement } from '@orpc/server'
import { chatContract } from '#contract/chat.contract'
import { raise } from '../app/raise.ts'
import type { createAssistantsRouter } from './assistants.router.ts'
import type { createAttachmentsRouter } from './attachments.router.ts'
import type { ChatService } from './chat.service.ts'
import type { ConversationsService } from './conversations.service.ts'

const os = implement(chatContract)

export interface BesideRouters {
  readonly assistants: ReturnType<typeof createAssistantsRouter>
  readonly attachments: ReturnType<typeof createAttachmentsRouter>
}

/** Serves the chat contract with a chat service. */
export function createChatRouter(
  chat: ChatService,
  kept: ConversationsService,
  { assistants, attachments }: BesideRouters,
) {
  return os.router({
    ask: os.ask.handler(async ({ input, errors, signal }) => {
      const answer = await chat.ask(input, signal)
      if (!answer.ok) throw raise(errors, answer.failure)
      return answer.value
    }),
    follow: os.follow.handler(async ({ input, errors, signal }) => {
      const answer = chat.follow(input.answerId, signal)
      if (!answer.ok) throw raise(errors, answer.failure)
      return answer.value
    }),
    stop: os.stop.handler(async ({ input }) => chat.stop(input.answerId)),
    conversation: os.conversation.handler(async ({ input, errors }) => {
      const conversation = chat.conversation(input.conversationId, input.last)
      if (!conversation.ok) throw raise(errors, conversation.failure)
      return conversation.value
    }),
    sumUp: os.sumUp.handler(async ({ input, errors }) => {
      const summed = chat.sumUp(input.answerId, input.text)
      if (!summed.ok) throw raise(errors, summed.failure)
      return summed.value
    }),
    answers: os.answers.handler(async ({ input }) => chat.answers(input.questionId)),
    conversations: os.conversations.handler(async ({ input }) => kept.list(input)),
    titled: os.titled.handler(async ({ signal }) => chat.titled(signal)),
    change: os.change.handler(async ({ input: { conversationId, ...change }, errors }) => {
      const changed = kept.change(conversationId, change)
      if (!changed.ok) throw raise(errors, changed.failure)
      return changed.value
    }),
    remove: os.remove.handler(async ({ input, errors }) => {
      const removed = kept.remove(input.conversationId)
      if (!removed.ok) throw raise(errors, removed.failure)
      return removed.value
    }),
    restore: os.restore.handler(async ({ input, errors }) => {
      const restored = kept.restore(input.conversationId)
      if (!restored.ok) throw raise(errors, restored.failure)
      return restored.value
    }),
    bin: os.bin.handler(async () => kept.bin()),
    emptyBin: os.emptyBin.handler(async ({ input }) => kept.emptyBin(input.conversationId)),
    show: os.show.handler(async ({ input, errors }) => {
      const shown = kept.show(input.messageId)
      if (!shown.ok) throw raise(errors, shown.failure)
      return shown.value
    }),
    fork: os.fork.handler(async ({ input, errors }) => {
      const forked = kept.fork(input.answerId)
      if (!forked.ok) throw raise(errors, forked.failure)
      return forked.value
    }),
    tree: os.tree.handler(async ({ input, errors }) => {
      const tree = kept.tree(input.conversationId)
      if (!tree.ok) throw raise(errors, tree.failure)
      return tree.value
    }),
    searchConversations: os.searchConversations.handler(async ({ input }) => kept.search(input)),
    export: os.export.handler(async ({ input, errors }) => {
      const text = kept.export(input.conversationId, input.format)
      if (!text.ok) throw raise(errors, text.failure)
      return text.value
    }),
    exported: {
      waiting: os.exported.waiting.handler(async () => ({ waiting: kept.exported.waiting() })),
      bringIn: os.exported.bringIn.handler(async () => kept.exported.bringIn()),
    },
    drafts: {
      list: os.drafts.list.handler(async () => kept.drafts.list()),
      set: os.drafts.set.handler(async ({ input }) => {
        kept.drafts.set(input)
        return { kept: true as const }
      }),
    },
    folders: {
      list: os.folders.list.handler(async () => kept.folders.list()),
      add: os.folders.add.handler(async ({ input }) => kept.folders.add(input.title)),
      rename: os.folders.rename.handler(async ({ input }) => kept.folders.rename(input.folderId, input.title)),
      remove: os.folders.remove.handler(async ({ input }) => ({ removed: kept.folders.remove(input.folderId) })),
    },
    ...assistants,
    attachments,
    suggestions: os.suggestions.handler(async () => chat.suggestions()),
  })
}
