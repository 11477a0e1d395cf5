import type { IngestFailure } from '#contract/library.contract'
import { ok, type Result } from '#contract/result'
import { refuse } from '../failure.ts'
import type { RecordingReader } from './media.ts'
import { openPcm } from './pcm.ts'
import { transcribe } from './transcribe.ts'

export interface DictationOptions {
  /** What hears; null while there is no speech model. */
  readonly recordings: () => RecordingReader | null
  /** For each half minute of sound, the wait for its turn included. */
  readonly milliseconds: number
}

/** Hears what is dictated, one recording after the other; of what nobody waits for any more, no further stretch is heard. */
export function createDictation({ recordings, milliseconds }: DictationOptions) {
  let last: Promise<unknown> = Promise.resolve()
  return { hear }

  async function hear(bytes: Uint8Array, signal?: AbortSignal): Promise<Result<string, IngestFailure>> {
    const model = recordings()
    if (!model) return refuse('RECORDINGS_NOT_SET_UP', 'There is no speech model')
    const reader: RecordingReader = { transcribe: (samples) => inTime(inTurn(() => model.transcribe(samples))) }
    const onStep = () => signal?.throwIfAborted()
    const heard = await transcribe({ recording: openPcm(bytes), reader, onStep })
    return heard.ok ? ok(heard.value.map(({ text }) => text).join(' ')) : heard
  }

  /** A model hears one stretch at a time, whoever asks. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = last.then(work)
    last = turn.catch(() => {})
    return turn
  }

  async function inTime<T>(heard: Promise<Result<T, IngestFailure>>): Promise<Result<T, IngestFailure>> {
    const late = Promise.withResolvers<Result<T, IngestFailure>>()
    const deadline = setTimeout(
      () => late.resolve(refuse('FILE_TOO_SLOW', `Not heard within ${milliseconds} ms`)),
      milliseconds,
    )
    try {
      return await Promise.race([heard, late.promise])
    } finally {
      clearTimeout(deadline)
    }
  }
}
