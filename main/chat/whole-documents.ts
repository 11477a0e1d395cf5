import type { Passage } from '#contract/passage'
import type { Failure, Result } from '#contract/result'
import type { Found } from '#contract/search.contract'
import type { ChatModel } from '#models/chat/chat-model'
import { estimateTokens, shareOut } from './budget.ts'

export interface WholeDocumentsDeps {
  readonly documentIds: readonly string[]
  readonly passagesOf: (documentId: string) => readonly Passage[]
  readonly model: ChatModel
  readonly question: string
}

/** What is found, and how many documents were given whole in place of being searched. */
export type FoundOrWhole = Found & { readonly whole?: number }

/** What the frame around a passage takes, in tokens. */
const frame = 40

/** The documents in reading order, where the model's context has room for all of them; null where it has not. */
export async function wholeDocuments(
  { documentIds, passagesOf, model, question }: WholeDocumentsDeps,
  signal: AbortSignal,
): Promise<FoundOrWhole | null> {
  const passages = documentIds.flatMap(passagesOf)
  // Quotes are sentences that were found: whole documents have none to choose from.
  if (passages.length === 0 || model.runtime === 'quotes') return null
  const room = shareOut(await model.contextLength(signal), question).passages
  const cost = passages.reduce((sum, { text, title }) => sum + estimateTokens(`${title} ${text}`) + frame, 0)
  if (cost > room) return null
  return {
    passages: passages.map((passage) => ({ ...passage, score: 1, marks: [], relevant: true })),
    mode: 'words',
    milliseconds: 0,
    searched: { documents: documentIds.length, passages: passages.length },
    problems: [],
    didYouMean: null,
    whole: documentIds.length,
  }
}

/** Those of a document that is there. */
export function passagesIn(found: Result<readonly Passage[], Failure>): readonly Passage[] {
  return found.ok ? found.value : []
}
