import { oc } from '@orpc/contract'
import { z } from 'zod'
import type { Failure } from './result.ts'

/** Samples a second of what is dictated: one channel, whole numbers of 16 bits, the lower byte first. */
export const dictationRate = 16_000
/** The longest that is dictated at once. */
export const dictationSeconds = 300
/** The largest recording in the signs of base64; the last frames of a microphone may come a moment late. */
export const dictationSigns = Math.ceil(((dictationSeconds + 5) * dictationRate * 2) / 3) * 4

const Sound = z.object({ base64: z.string().min(1).max(dictationSigns) })

/** There is no speech model, or its files do not open. */
export interface DictationNotSetUp extends Failure<'DICTATION_NOT_SET_UP'> {}
/** What was said could not be written down; the same recording may be tried again. */
export interface DictationFailed extends Failure<'DICTATION_FAILED'> {}

const DICTATION_NOT_SET_UP = { status: 409 }
const DICTATION_FAILED = { status: 503 }

/** What may be asked about words that a person says instead of typing them. */
export const dictationContract = {
  /** Writes down what is said in a recording, on this machine and in memory only; empty where nothing is said. */
  transcribe: oc
    .input(Sound)
    .errors({ DICTATION_NOT_SET_UP, DICTATION_FAILED })
    .output(z.object({ text: z.string() })),
}

/** What the library process does for it: it has the thread with the speech model. */
export const dictationWork = {
  /** Hears a recording, one after the other; `reason` is for logs and holds neither sound nor words. */
  dictate: oc
    .input(Sound)
    .output(
      z.discriminatedUnion('outcome', [
        z.object({ outcome: z.literal('heard'), text: z.string() }),
        z.object({ outcome: z.literal('not-set-up'), reason: z.string() }),
        z.object({ outcome: z.literal('failed'), reason: z.string() }),
      ]),
    ),
}
