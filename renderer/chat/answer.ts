import type { Attachment } from '#contract/attachments.contract'
import type { Answer, AnswerMode, AskEvent, AskInput, Citation, StoodInFor, Turn } from '#contract/chat.contract'
import type { FoundPassage } from '#contract/search.contract'

/** A question whose answer is on its way, or has just come. */
export interface LiveTurn {
  readonly question: string
  readonly attachments: readonly Attachment[]
  readonly askedAt: number
  readonly conversationId: string | null
  readonly questionId: string | null
  readonly answerId: string | null
  readonly phase: 'searching' | 'writing' | 'ended'
  readonly passages: readonly FoundPassage[]
  readonly searched: number | null
  readonly mode: AnswerMode | null
  readonly model: string | null
  /** False when the words go to a server that is not on this machine. */
  readonly local: boolean
  /** Where they go, as host and port. */
  readonly sentTo?: string | undefined
  /** The model that was wanted, where another one writes. */
  readonly standsInFor?: StoodInFor | undefined
  /** What the model is busy with while it writes nothing. */
  readonly waitingFor: 'turn' | 'loading' | 'reading' | null
  readonly thinking: string
  readonly text: string
  /** What stood already of an answer that is gone on with, and what it cites. */
  readonly kept: string
  readonly citations: readonly Citation[]
  /** The finished or interrupted answer, as it is kept. */
  readonly answer: Answer | null
  /** Where it stands in its conversation, unless at the end of what is shown. */
  readonly place: Pick<AskInput, 'after' | 'again'>
}

/** A turn before its first event. */
export function askedTurn(question: string, askedAt: number, place: LiveTurn['place'] = {}): LiveTurn {
  return {
    question,
    attachments: [],
    askedAt,
    conversationId: null,
    questionId: null,
    answerId: null,
    phase: 'searching',
    passages: [],
    searched: null,
    mode: null,
    model: null,
    local: true,
    waitingFor: null,
    thinking: '',
    text: '',
    kept: '',
    citations: [],
    answer: null,
    place,
  }
}

/** A kept turn whose answer is being written on: for another window, since before a reload, or in its own place. */
export function takenUpTurn({ question, attachments, questionId, askedAt, answer }: Turn): LiveTurn {
  const asked = { ...askedTurn(question, askedAt), attachments, questionId }
  if (!answer) return asked
  const { id, text, citations, mode, model, local, sentTo, standsInFor, thinking } = answer
  const known = {
    answerId: id,
    mode,
    model,
    local,
    sentTo,
    standsInFor,
    text,
    kept: text,
    citations,
    thinking: thinking ?? '',
  }
  return { ...asked, ...known, phase: text === '' ? 'searching' : 'writing' }
}

/** Folds one streamed event into what the page shows. */
export function addEvent(turn: LiveTurn, event: AskEvent): LiveTurn {
  switch (event.type) {
    case 'started':
      return {
        ...turn,
        conversationId: event.conversation.id,
        questionId: event.questionId,
        answerId: event.answerId,
        text: event.kept,
        kept: event.kept,
      }
    case 'passages':
      return {
        ...turn,
        phase: 'writing',
        passages: event.passages,
        searched: event.searched,
        mode: event.mode,
        model: event.model,
        local: event.local,
        sentTo: event.sentTo,
        standsInFor: event.standsInFor,
      }
    case 'stood-in': {
      const { mode, model, local, sentTo, standsInFor } = event
      return { ...turn, mode, model, local, sentTo, standsInFor, waitingFor: null }
    }
    case 'waiting':
      return { ...turn, waitingFor: event.for }
    case 'thinking':
      return { ...turn, thinking: turn.thinking + event.text }
    case 'token':
      return { ...turn, text: turn.text + event.text }
    case 'done':
    case 'interrupted':
      return { ...turn, phase: 'ended', text: event.answer.text, answer: event.answer }
  }
}

/** The kept turns of a conversation with the live one in its place: each question once. */
export function turnsToShow(kept: readonly Turn[], live: LiveTurn | null): readonly (Turn | LiveTurn)[] {
  if (!live) return kept
  const { after, again } = live.place
  const at = kept.findIndex((turn) => turn.questionId === (again ?? live.questionId))
  // What stands below the place is on another branch from now on.
  if (at === -1) return [...(after === undefined ? kept : above(kept, after)), live]
  if (again !== undefined && kept[at]?.answer?.id !== live.answerId) return [...kept.slice(0, at), live]
  // Once the kept turn is as the live one ended it says all that one said.
  const answer = kept[at]?.answer
  const isOver = live.phase === 'ended' && (live.answer === null || live.answer.text === answer?.text)
  if ((isOver || live.kept === '') && answer && answer.state !== 'writing') return kept
  return kept.map((turn, index) => (index === at ? live : turn))
}

function above(kept: readonly Turn[], answerId: string | null): readonly Turn[] {
  return answerId === null ? [] : kept.slice(0, kept.findIndex(({ answer }) => answer?.id === answerId) + 1)
}

/** Whether the turn is on its way, not read back from what is kept. */
export function isLive(turn: Turn | LiveTurn): turn is LiveTurn {
  return 'phase' in turn
}
