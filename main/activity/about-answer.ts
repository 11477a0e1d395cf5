import type { ActivityAbout } from '#contract/activity.contract'
import type { Answer } from '#contract/chat.contract'

/** What is noted of an answer: who gave it, where, from how many passages; nothing of what was asked or said. */
export function aboutAnswer(answer: Answer, conversationId: string): ActivityAbout {
  const { mode, model, local, state, given } = answer
  return { conversationId, mode, model: model ?? mode, local, state, passages: given.passages }
}
