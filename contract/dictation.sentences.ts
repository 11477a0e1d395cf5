import type { DictationFailed, DictationNotSetUp } from './dictation.contract.ts'
import { speechModels } from './reading.ts'

/** What a person is told when nothing could be dictated: what happened, what is safe, what to do next. */
export function sentenceForDictation({ code }: Pick<DictationNotSetUp | DictationFailed, 'code'>): string {
  switch (code) {
    case 'DICTATION_NOT_SET_UP':
      return `Dictation needs a speech model, and there is none that works. Alcove downloads nothing by itself: get one such as ${speechModels}, put its folder into models/speech in the data folder, then dictate again.`
    case 'DICTATION_FAILED':
      return 'What you said could not be written down. The recording is still here, in memory only. Try again, or let it go.'
  }
}
