import { ORPCError } from '@orpc/client'
import { create } from 'zustand'
import type { AskEvent, AskInput, Turn } from '#contract/chat.contract'
import { client } from '../app/client.ts'
import { queries, queryClient } from '../app/queries.ts'
import { addEvent, askedTurn, type LiveTurn, takenUpTurn } from './answer.ts'
import { createWordBuffer } from './word-buffer.ts'

/** A question without a conversation yet; there is one on the page at a time. */
export const unsaved = 'unsaved'

export interface LiveState extends LiveTurn {
  readonly input: AskInput
  /** The kept turn it goes on with. */
  readonly from: Turn | null
  /** What kept the answer from beginning, or broke the line to it. */
  readonly error: unknown
}

interface LiveTurns {
  /** By conversation; the answers outlive the page that asked for them. */
  readonly byConversation: ReadonlyMap<string, LiveState>
}

/** Answers on their way. Shared by the page that asks and the page of the conversation it becomes. */
export const useLiveTurns = create<LiveTurns>(() => ({ byConversation: new Map() }))

const streamInterval = 30

/** Asks and folds the events into the live turn; resolves with the conversation once it is known. */
export function startAsking(input: AskInput, from: Turn | null = null): Promise<string> {
  return new Promise((resolve, reject) => {
    const key = input.conversationId ?? unsaved
    const { after, again } = input
    const place = { ...(after === undefined ? {} : { after }), ...(again === undefined ? {} : { again }) }
    const asked = { ...askedTurn(input.question, Date.now(), place), attachments: input.attachments ?? [] }
    put(key, { ...(from ? takenUpTurn(from) : asked), input, from, error: null })
    void fold(key, () => client.chat.ask(input), resolve).catch((error: unknown) => {
      patch(key, { error, phase: 'ended' })
      reject(error)
    })
  })
}

/** Takes up an answer that is being written for another window or since before a reload. */
export async function followAnswer(conversationId: string, turn: Turn) {
  const answerId = turn.answer?.id
  if (answerId === undefined || useLiveTurns.getState().byConversation.has(conversationId)) return
  const input = { conversationId, question: turn.question }
  put(conversationId, { ...takenUpTurn(turn), conversationId, input, from: null, error: null })
  try {
    await fold(
      conversationId,
      () => client.chat.follow({ answerId }),
      () => {},
    )
  } finally {
    forget(conversationId)
    await queryClient.invalidateQueries({ queryKey: ['chat'] })
  }
}

/** Takes a live turn off the page, e.g. a question that could not be answered and goes back into the box. */
export function forget(key: string) {
  useLiveTurns.setState(({ byConversation }) => ({
    byConversation: new Map([...byConversation].filter(([other]) => other !== key)),
  }))
}

async function fold(
  key: string,
  open: () => Promise<AsyncIterable<AskEvent>>,
  onStarted: (conversationId: string) => void,
) {
  let place = key
  let begun = false
  let ended = false
  const buffer = createWordBuffer(streamInterval, (event) => {
    if (event.type === 'started' && place !== event.conversation.id) {
      rename(place, event.conversation.id)
      place = event.conversation.id
    }
    const turn = useLiveTurns.getState().byConversation.get(place)
    if (turn) put(place, { ...turn, ...addEvent(turn, event) })
    if (event.type === 'started' && !begun) {
      begun = true
      onStarted(place)
      void queryClient.invalidateQueries({ queryKey: queries.conversations.queryKey })
    }
  })
  await read(open)
  if (!ended) buffer.flush()
  await queryClient.invalidateQueries({ queryKey: ['chat'] })
  if (useLiveTurns.getState().byConversation.get(place)?.error === null) forget(place)

  async function read(from: () => Promise<AsyncIterable<AskEvent>>): Promise<void> {
    try {
      for await (const event of await from()) {
        ended = event.type === 'done' || event.type === 'interrupted'
        buffer.take(event)
      }
    } catch (error) {
      buffer.flush()
      const answerId = useLiveTurns.getState().byConversation.get(place)?.answerId
      if (!begun || !answerId) throw error
      // The line broke, not the answer: it is written on, and told again from its beginning once the line is up.
      if (!(error instanceof ORPCError)) return read(() => client.chat.follow({ answerId }))
      patch(place, { error, phase: 'ended' })
    }
  }
}

function put(key: string, turn: LiveState) {
  useLiveTurns.setState(({ byConversation }) => ({ byConversation: new Map([...byConversation, [key, turn]]) }))
}

function patch(key: string, change: Partial<LiveState>) {
  const turn = useLiveTurns.getState().byConversation.get(key)
  if (turn) put(key, { ...turn, ...change })
}

function rename(from: string, to: string) {
  const turn = useLiveTurns.getState().byConversation.get(from)
  forget(from)
  if (turn) put(to, turn)
}
