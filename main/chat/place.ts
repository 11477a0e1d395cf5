import type { Assistant } from '#contract/assistants.contract'
import type { Attachment } from '#contract/attachments.contract'
import type { Answer, AskInput, Turn } from '#contract/chat.contract'
import type { ChatStore } from './chat.store.ts'
import type { Along } from './material.ts'

/** What a question says itself goes before what its assistant is limited to. */
export function filtersOf({ sourceIds, documentIds }: AskInput, along: Along, assistant: Assistant | undefined) {
  const own = assistant && assistant.sourceIds.length > 0 ? assistant.sourceIds : undefined
  const pointedAt = along.passages.map((passage) => passage.documentId)
  const documents = [...new Set([...(documentIds ?? []), ...along.documentIds, ...pointedAt])]
  const limited = documents.length > 0
  const chosen = [...new Set([...(sourceIds ?? []), ...along.sourceIds])]
  const sources = chosen.length > 0 ? chosen : undefined
  return { sourceIds: sources ?? (limited ? undefined : own), documentIds: limited ? documents : undefined }
}

/** An answer that is gone on with. */
export interface BrokenTurn {
  readonly question: string
  readonly questionId: string
  readonly answer: Answer
  readonly attachments: readonly Attachment[]
}

interface Place {
  /** The turns above. */
  readonly before: readonly Turn[]
  /** The answer that is gone on with. */
  readonly broken?: BrokenTurn
  /** The question that is answered once more. */
  readonly question?: string
  /** What it was given along. */
  readonly attachments?: readonly Attachment[]
}

/** Where a question goes in its conversation; undefined where what it names is not there. */
export function placeOf(store: ChatStore, { conversationId, continues, again, after }: AskInput): Place | undefined {
  if (conversationId === undefined) return continues || again || after ? undefined : { before: [] }
  const turns = store.branch(conversationId, continues ?? again ?? after)
  if (!turns) return undefined
  const turn = turns.at(-1)
  if (continues !== undefined) {
    if (turn?.answer?.state !== 'interrupted') return undefined
    const { question, questionId, answer, attachments } = turn
    return { before: turns.slice(0, -1), broken: { question, questionId, answer, attachments } }
  }
  if (again !== undefined) {
    if (turn?.questionId !== again) return undefined
    return { before: turns.slice(0, -1), question: turn.question, attachments: turn.attachments }
  }
  if (after && turn?.answer?.id !== after) return undefined
  return { before: turns }
}
