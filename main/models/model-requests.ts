import { implement } from '@orpc/server'
import { type ModelRequest, modelRequestsContract, type StoredFigures } from '#contract/model-requests.contract'
import { createScheduler } from '#models/chat/scheduler'
import { deleteInPieces } from '../app/in-pieces.ts'
import type { ModelRequestStore } from './model-request.store.ts'

const os = implement(modelRequestsContract)
const day = 86_400_000
const deletedAtOnce = 500

export interface ModelRequestsDeps {
  /** What is kept so that the same is not asked twice. */
  readonly stored: () => StoredFigures
  readonly report: (error: unknown) => void
  readonly clock?: () => number
}

export type ModelRequests = ReturnType<typeof openModelRequests>

/** Lets requests to model servers through in their turn, and keeps how each of them went. */
export function openModelRequests(store: ModelRequestStore, { stored, report, clock = Date.now }: ModelRequestsDeps) {
  const scheduler = createScheduler({ onEnded: (request) => void setImmediate(note, request) })
  return { scheduler, deleteBefore, router: router() }

  function note(request: Omit<ModelRequest, 'id'>): void {
    try {
      store.add(request)
    } catch (error) {
      // The answer is written; a full disk only keeps its figures from the list.
      report(error)
    }
  }

  /** Deletes what came before a time, in pieces; returns how many. */
  function deleteBefore(time: number): Promise<number> {
    return deleteInPieces(deletedAtOnce, (most) => store.deleteBefore(time, most))
  }

  function router() {
    return os.router({
      figures: os.figures.handler(async ({ input }) => {
        return { models: store.figures(clock() - input.days * day), stored: stored() }
      }),
      list: os.list.handler(async ({ input }) => store.list(input)),
      forget: os.forget.handler(async () => ({ forgotten: store.forget() })),
    })
  }
}
