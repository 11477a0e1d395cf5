import type { Answer } from '#contract/chat.contract'
import type { ModelWork } from '#contract/model-requests.contract'
import type { ChatModel } from '#models/chat/chat-model'
import type { Scheduler } from '#models/chat/scheduler'
import type { Responses } from './background-words.ts'
import type { ChatStore } from './chat.store.ts'
import { createSumming, type Untold } from './summing.ts'
import { titleFrom, titleRequest } from './title.ts'
import { createTitling, type Titles } from './titling.ts'

export interface AfterAnswersDeps {
  readonly scheduler: Scheduler
  /** The model for work that nobody waits for; null or absent: the one that answered. */
  readonly backgroundModel?: (() => Promise<ChatModel | null>) | undefined
  /** Absent: conversations are not named by a model. */
  readonly titles?: Titles | undefined
  readonly responses?: Responses | undefined
}

export interface EndedAnswer {
  readonly conversation: { readonly id: string; readonly title: string }
  readonly question: string
  readonly answer: Answer | undefined
  readonly untold: Untold
  /** Whether nothing stands before it. */
  readonly isFirst: boolean
  readonly store: Pick<ChatStore, 'sumUp'>
  /** False for one that is in memory only. */
  readonly isKept: boolean
}

/** What is done once an answer is written, and nobody waits for: summing up what no longer fits, and naming the conversation. */
export function createAfterAnswers({ scheduler, backgroundModel, titles, responses }: AfterAnswersDeps) {
  const summing = createSumming(responses)
  const titling = createTitling({ ...(titles ? { titles } : {}), ...(responses ? { responses } : {}) })
  const { hold, go, changes: titled } = titling
  return { answered, hold, go, titled, summed: summing.settled, named: titling.settled, close }

  async function answered(ended: EndedAnswer): Promise<void> {
    const { conversation, question, answer, untold, isFirst, store, isKept } = ended
    const { id, title } = conversation
    const { by, sent, ...turns } = untold
    // A title that somebody gave is another one; a conversation in memory has none that lasts.
    if (isKept && isFirst && answer?.state === 'done' && answer.mode === 'model' && title === titleFrom(question)) {
      const limit = answer.context?.limit ?? 0
      const ask = async () => {
        const { model, isOwn } = await modelFor(by, id, 'title')
        return { model, request: titleRequest({ question, answer: answer.text, sent: isOwn ? null : sent, limit }) }
      }
      titling.add({ conversationId: id, from: title, ask })
    }
    if (turns.turns.length === 0) return
    const { model } = await modelFor(by, id, 'summary')
    summing.sumUp({ ...turns, model, store, conversationId: isKept ? id : null })
  }

  /** The one for such work; what an answer kept on this machine is not sent elsewhere. */
  async function modelFor(answeredBy: ChatModel, owner: string, work: ModelWork) {
    const own = await backgroundModel?.()
    const isUsable = own && (own.local || !answeredBy.local) && (await own.readiness()).ready
    const model = scheduler.inTurn(isUsable ? own : answeredBy, { priority: 'background', owner, work })
    return { model, isOwn: own !== null && own !== undefined && model.name !== answeredBy.name }
  }

  async function close(): Promise<void> {
    await Promise.all([summing.close(), titling.close()])
  }
}
