import { implement } from '@orpc/server'
import { chatContract } from '#contract/chat.contract'
import { raise } from '../app/raise.ts'
import type { ChatService } from './chat.service.ts'

const os = implement(chatContract)

/** Serves the chat contract with a chat service. */
export function createChatRouter(chat: ChatService) {
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
    conversations: os.conversations.handler(async ({ input }) => chat.conversations(input)),
    conversation: os.conversation.handler(async ({ input, errors }) => {
      const conversation = chat.conversation(input.conversationId)
      if (!conversation.ok) throw raise(errors, conversation.failure)
      return conversation.value
    }),
    rename: os.rename.handler(async ({ input, errors }) => {
      const conversation = chat.rename(input.conversationId, input.title)
      if (!conversation.ok) throw raise(errors, conversation.failure)
      return conversation.value
    }),
    remove: os.remove.handler(async ({ input, errors }) => {
      const conversation = chat.remove(input.conversationId)
      if (!conversation.ok) throw raise(errors, conversation.failure)
      return conversation.value
    }),
    restore: os.restore.handler(async ({ input, errors }) => {
      const conversation = chat.restore(input.conversationId)
      if (!conversation.ok) throw raise(errors, conversation.failure)
      return conversation.value
    }),
    suggestions: os.suggestions.handler(async () => chat.suggestions()),
  })
}
