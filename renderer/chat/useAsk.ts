import { useNavigate } from '@tanstack/react-router'
import type { AskInput, Turn } from '#contract/chat.contract'
import { client } from '../app/client.ts'
import { forget, startAsking, unsaved, useLiveTurns } from './live-turns.ts'

/** Asks within a conversation, or begins one, and shows the answer as it grows. */
export function useAsk(conversationId: string | null) {
  const navigate = useNavigate()
  const key = conversationId ?? unsaved
  const live = useLiveTurns((store) => store.byConversation.get(key) ?? null)
  const isAsking = live !== null && live.phase !== 'ended'

  return { live, isAsking, ask, goOn, again, stop, dismiss: () => forget(key) }

  /** Goes on with an answer that broke off, in its place. */
  function goOn(turn: Turn) {
    if (turn.answer) ask({ question: turn.question, continues: turn.answer.id }, turn)
  }

  /** Asks what could not be asked once more, as it was asked. */
  function again(change: Partial<AskInput> = {}) {
    if (!live) return
    const { input, from } = live
    forget(key)
    ask({ ...input, ...change }, change.model ? null : from)
  }

  function ask(input: AskInput, from: Turn | null = null) {
    if (isAsking) return
    startAsking({ ...input, conversationId: conversationId ?? undefined }, from).then(
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
