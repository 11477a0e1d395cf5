import type { IngestFailure } from '#contract/library.contract'
import { ok, type Result } from '#contract/result'
import type { RecordingReader, SpokenSegment } from './media.ts'
import type { Recording } from './wav.ts'

/** Seconds from the beginning of the recording. */
export interface Utterance {
  readonly from: number
  readonly to: number
  readonly text: string
}

export interface RecordingToTranscribe {
  readonly recording: Recording
  readonly reader: RecordingReader
  /** Told before each stretch. */
  readonly onStep: () => void
}

/** What a speech model hears at once. */
const window = 30
/** An end this near to the end of a stretch was cut off. */
const nearEnd = 0.3
/** Below it there is nothing but the hiss of a microphone; models make words up from silence. */
const silence = 0.001

/** What is said in a recording, stretch by stretch; a sentence that a stretch cuts off is heard again from its beginning. */
export async function transcribe({
  recording,
  reader,
  onStep,
}: RecordingToTranscribe): Promise<Result<readonly Utterance[], IngestFailure>> {
  const utterances: Utterance[] = []
  let from = 0
  while (recording.seconds - from > 0.1) {
    const to = Math.min(from + window, recording.seconds)
    onStep()
    const samples = recording.stretch(from, to)
    if (isSilent(samples)) {
      from = to
      continue
    }
    const heard = await reader.transcribe(samples)
    if (!heard.ok) return heard
    const { whole, next } = settle(heard.value, { from, to, isLast: to === recording.seconds })
    utterances.push(...whole)
    from = next
  }
  return ok(utterances)
}

interface Stretch {
  readonly from: number
  readonly to: number
  readonly isLast: boolean
}

function settle(segments: readonly SpokenSegment[], { from, to, isLast }: Stretch) {
  const length = to - from
  const spoken = segments.filter(({ text }) => text.trim() !== '' && !/^\[(BLANK_AUDIO|SILENCE)\]$/i.test(text.trim()))
  const last = spoken.at(-1)
  const before = spoken.at(-2)
  const isCut = !isLast && last !== undefined && (last.to === null || last.to > length - nearEnd)
  // Only with a whole one before it: what fills a stretch alone would be heard again for ever.
  const again = isCut && before !== undefined && last.from > 1
  const whole = again ? spoken.slice(0, -1) : spoken
  return { whole: whole.map(placed), next: again ? from + last.from : to }

  function placed({ from: start, to: end, text }: SpokenSegment): Utterance {
    const begins = Math.min(Math.max(start, 0), length)
    const ends = Math.min(Math.max(end ?? length, begins), length)
    return { from: hundredth(from + begins), to: hundredth(from + ends), text: text.replace(/\s+/g, ' ').trim() }
  }
}

function isSilent(samples: Float32Array): boolean {
  const energy = samples.reduce((sum, sample) => sum + sample * sample, 0)
  return Math.sqrt(energy / Math.max(1, samples.length)) < silence
}

function hundredth(seconds: number): number {
  return Math.round(seconds * 100) / 100
}
