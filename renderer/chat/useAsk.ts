import { useNavigate } from '@tanstack/react-router'
import type { AskInput } from '#contract/chat.contract'
import { client } from '../app/client.ts'
import { forget, startAsking, unsaved, useLiveTurns } from './live-turns.ts'

/** Asks within a conversation, or begins one, and shows the answer as it grows. */
export function useAsk(conversationId: string | null) {
  const navigate = useNavigate()
  const key = conversationId ?? unsaved
  const live = useLiveTurns((store) => store.byConversation.get(key) ?? null)
  const isAsking = live !== null && live.phase !== 'ended'

  return { live, isAsking, ask, stop, dismiss: () => forget(key) }

  function ask(input: AskInput) {
    if (isAsking) return
    startAsking({ ...input, conversationId: conversationId ?? undefined }).then(
      (id) => {
        if (id !== conversationId) void navigate({ to: '/c/$id', params: { id }, replace: false })
      },
      // The live turn shows what went wrong.
      () => {},
    )
  }

  function stop() {
    if (live?.answerId) void client.chat.stop({ answerId: live.answerId })
  }
}
