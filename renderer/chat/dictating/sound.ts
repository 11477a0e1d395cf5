import { dictationRate } from '#contract/dictation.contract'
import { finesse, reachOf, windowedSinc } from '#contract/low-pass'

/** What is softer than this shows as nothing. */
const floor = -60

/**
 * Brings the frames of a microphone to 16,000 samples a second of 16 bits, piece by piece as they come; what lies above the
 * new limit is filtered out, or it would come back as noise.
 */
export function createConverter(rate: number) {
  const cutoff = Math.min(1, dictationRate / rate)
  const half = rate === dictationRate ? 0 : reachOf(cutoff)
  const kernel = half === 0 ? Float64Array.of(1) : windowedSinc(cutoff, half)
  let frames = new Float32Array(0)
  let begins = 0
  let came = 0
  let made = 0
  return { convert, end }

  /** The samples for which enough frames came. */
  function convert(next: Float32Array): Int16Array<ArrayBuffer> {
    came += next.length
    take(next)
    return upTo(came - half)
  }

  /** The samples that waited for what follows; nothing does. */
  function end(): Int16Array<ArrayBuffer> {
    take(new Float32Array(half + 1))
    return upTo(came)
  }

  function take(next: Float32Array): void {
    const kept = frames
    frames = new Float32Array(kept.length + next.length)
    frames.set(kept)
    frames.set(next, kept.length)
  }

  function upTo(frame: number): Int16Array<ArrayBuffer> {
    const total = Math.max(made, Math.ceil((frame * dictationRate) / rate))
    const samples = Int16Array.from({ length: total - made }, (_, index) =>
      sampleAt(((made + index) * rate) / dictationRate),
    )
    made = total
    const needless = Math.min(frames.length, Math.max(0, Math.floor((made * rate) / dictationRate) - half - begins))
    frames = frames.slice(needless)
    begins += needless
    return samples
  }

  function sampleAt(center: number): number {
    let sum = 0
    for (let frame = Math.max(begins, Math.ceil(center - half)); frame <= center + half; frame++) {
      sum += (frames[frame - begins] ?? 0) * (kernel[Math.round(Math.abs(frame - center) * finesse)] ?? 0)
    }
    return Math.round(Math.max(-1, Math.min(1, sum)) * 32_767)
  }
}

/** All channels as one. */
export function mixed(channels: readonly Float32Array[]): Float32Array {
  const [first = new Float32Array(0)] = channels
  if (channels.length < 2) return first
  return first.map((_, frame) => channels.reduce((sum, channel) => sum + (channel[frame] ?? 0), 0) / channels.length)
}

/** How loud it is, from 0 for nothing to 1 for as loud as can be, as ears count. */
export function loudness(samples: Int16Array): number {
  const energy = samples.reduce((sum, sample) => sum + (sample / 32_768) ** 2, 0)
  const decibels = 10 * Math.log10(energy / Math.max(1, samples.length) + 1e-12)
  return Math.max(0, Math.min(1, 1 - decibels / floor))
}

/** Samples as the calls to the server take them: the lower byte first. */
export function soundToBase64(pieces: readonly Int16Array[]): string {
  const bytes = new DataView(new ArrayBuffer(pieces.reduce((sum, { length }) => sum + length, 0) * 2))
  let at = 0
  for (const piece of pieces) {
    for (const sample of piece) {
      bytes.setInt16(at, sample, true)
      at += 2
    }
  }
  const parts: string[] = []
  // A whole number of three bytes each, so that the parts can be joined; all at once would be too many arguments.
  for (let from = 0; from < at; from += 24_576) {
    parts.push(btoa(String.fromCharCode(...new Uint8Array(bytes.buffer, from, Math.min(24_576, at - from)))))
  }
  return parts.join('')
}
