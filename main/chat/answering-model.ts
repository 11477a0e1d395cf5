import type { ModelNotReady, ModelStopped, StoodInFor } from '#contract/chat.contract'
import type { ModelUse } from '#contract/model-requests.contract'
import type { ModelChoice } from '#contract/models.contract'
import { fail, ok, type Result } from '#contract/result'
import type { ChatModel, Readiness } from '#models/chat/chat-model'
import type { Scheduler } from '#models/chat/scheduler'

export interface AnsweringModelDeps {
  /** The model for a question; `wish` goes before every other choice. */
  readonly pickModel: (wish?: ModelChoice, signal?: AbortSignal, use?: ModelUse) => Promise<ChatModel>
  /** What goes on where a model cannot, in the order the person gave; absent: nothing does. */
  readonly standIns?: (not: ChatModel) => Promise<readonly ChatModel[]>
  readonly scheduler: Scheduler
}

export interface WantedModel {
  /** The model the person named for just this question. */
  readonly wish: ModelChoice | undefined
  /** The model that answers where they named none; absent: what the settings say. */
  readonly usual: ModelChoice | undefined
  readonly use: ModelUse
  /** Whose request it is. */
  readonly owner: string
}

/** Who answers, as one who waits for its turn. */
export interface AnsweringModel {
  readonly model: ChatModel
  readonly standsInFor: StoodInFor | undefined
  /** The next that can, when this one broke off before its first word; null: nobody does. */
  readonly next: (failure: ModelStopped, signal?: AbortSignal) => Promise<AnsweringModel | null>
}

/** What says that a model cannot now, and not that the question or the person is the reason. */
const passesOn = new Set<ModelStopped['reason']>([
  'connection-lost',
  'model-crashed',
  'silent-too-long',
  'garbled',
  'out-of-memory',
  'refused',
  'held-back',
])

/** Finds who answers a question: the model that is wanted, or where it is not ready the first of those to go on with. */
export function createAnsweringModels({ pickModel, standIns = async () => [], scheduler }: AnsweringModelDeps) {
  return { find }

  /** A model that was named for just this question is never exchanged in silence: what could answer instead is offered. */
  async function find(
    { wish, usual, use, owner }: WantedModel,
    signal?: AbortSignal,
  ): Promise<Result<AnsweringModel, ModelNotReady>> {
    const inTurn = (model: ChatModel) => scheduler.inTurn(model, { priority: use, owner })
    const picked = await pickModel(wish ?? usual, signal, use)
    const readiness = await picked.readiness(signal)
    const isResting = scheduler.resting(picked) > 0
    if (readiness.ready && (wish || !isResting)) {
      return ok({ model: inTurn(picked), standsInFor: undefined, next: wish ? nobody : nextOf(picked, null, inTurn) })
    }
    const reason = readiness.ready ? 'failing' : readiness.reason
    const rest = await standIns(picked)
    const found = await firstReady(rest, signal)
    // Who may not be sent anything is asked about, not passed over: a person could not say yes otherwise.
    if (!readiness.ready && (wish || !found || reason === 'not-allowed')) {
      return fail(notReady(picked, readiness, found?.model))
    }
    if (!found) return ok({ model: inTurn(picked), standsInFor: undefined, next: nobody })
    const standsInFor = { model: picked.name, reason }
    return ok({ model: inTurn(found.model), standsInFor, next: nextOf(picked, found.rest, inTurn) })
  }

  /** `rest`: those not tried yet; null: all but the one that was picked. */
  function nextOf(
    picked: ChatModel,
    rest: readonly ChatModel[] | null,
    inTurn: (model: ChatModel) => ChatModel,
  ): AnsweringModel['next'] {
    return async (failure, signal) => {
      if (!passesOn.has(failure.reason)) return null
      const found = await firstReady(rest ?? (await standIns(picked)), signal)
      if (!found) return null
      const standsInFor = { model: picked.name, reason: failure.reason }
      return { model: inTurn(found.model), standsInFor, next: nextOf(picked, found.rest, inTurn) }
    }
  }

  async function firstReady(models: readonly ChatModel[], signal?: AbortSignal) {
    for (const [index, model] of models.entries()) {
      if (scheduler.resting(model) > 0) continue
      const readiness = await model.readiness(signal)
      if (readiness.ready) return { model, rest: models.slice(index + 1) }
    }
    return null
  }
}

async function nobody(): Promise<null> {
  return null
}

function notReady(
  picked: ChatModel,
  { reason, message }: Extract<Readiness, { ready: false }>,
  instead: ChatModel | undefined,
): ModelNotReady {
  return {
    code: 'MODEL_NOT_READY',
    message,
    model: picked.name,
    reason,
    ...(instead && instead.runtime !== 'quotes' ? { instead: choiceNaming(instead) } : {}),
    ...(reason === 'not-allowed' && picked.sentTo ? { asks: { server: picked.server, host: picked.sentTo } } : {}),
  }
}

/** A model as a choice names it. */
function choiceNaming({ runtime, name, server }: ChatModel): ModelChoice {
  return runtime === 'openai-compatible' ? { runtime, name, provider: server } : { runtime, name }
}
