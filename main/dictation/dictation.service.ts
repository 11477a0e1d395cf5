import type { ContractRouterClient } from '@orpc/contract'
import type { DictationFailed, DictationNotSetUp, dictationWork } from '#contract/dictation.contract'
import { fail, ok, type Result } from '#contract/result'

export interface DictationDeps {
  readonly worker: ContractRouterClient<typeof dictationWork>
  /** Told of what nobody expected. */
  readonly report: (error: unknown) => void
}

/** Has what a person says written down by the library process; keeps nothing of it. */
export function createDictationService({ worker, report }: DictationDeps) {
  return { transcribe }

  async function transcribe(
    base64: string,
    signal?: AbortSignal,
  ): Promise<Result<string, DictationNotSetUp | DictationFailed>> {
    try {
      const heard = await worker.dictate({ base64 }, { signal })
      if (heard.outcome === 'heard') return ok(heard.text)
      if (heard.outcome === 'not-set-up') return fail({ code: 'DICTATION_NOT_SET_UP', message: heard.reason })
      return fail({ code: 'DICTATION_FAILED', message: heard.reason })
    } catch (error) {
      if (signal?.aborted) throw error
      report(error)
      return fail({ code: 'DICTATION_FAILED', message: 'The process that hears did not answer' })
    }
  }
}
