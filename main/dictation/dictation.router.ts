import { implement } from '@orpc/server'
import { dictationContract } from '#contract/dictation.contract'
import { raise } from '../app/raise.ts'
import { createDictationService, type DictationDeps } from './dictation.service.ts'

const os = implement(dictationContract)

/** Serves the dictation contract by asking the library process. */
export function createDictationRouter(deps: DictationDeps) {
  const dictation = createDictationService(deps)
  return os.router({
    transcribe: os.transcribe.handler(async ({ input, errors, signal }) => {
      const text = await dictation.transcribe(input.base64, signal)
      if (!text.ok) throw raise(errors, text.failure)
      return { text: text.value }
    }),
  })
}
