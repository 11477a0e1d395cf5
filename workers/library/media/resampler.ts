import { finesse, reachOf, windowedSinc } from '#contract/low-pass'

export interface StretchToResample {
  /** Seconds. */
  readonly from: number
  readonly to: number
  /** The sound at a frame of the recording; 0 outside of it. */
  readonly frameAt: (frame: number) => number
}

/** Samples a second that speech models take. */
export const speechRate = 16_000

/** Brings sound to 16,000 samples a second; what lies above the new limit is filtered out, or it would come back as noise. */
export function createResampler(rate: number) {
  const cutoff = Math.min(1, speechRate / rate)
  const half = reachOf(cutoff)
  const kernel = rate === speechRate ? new Float64Array(0) : windowedSinc(cutoff, half)
  return resample

  function resample({ from, to, frameAt }: StretchToResample): Float32Array<ArrayBuffer> {
    const samples = new Float32Array(Math.max(0, Math.round((to - from) * speechRate)))
    if (rate === speechRate) {
      const start = Math.round(from * rate)
      return samples.map((_, index) => frameAt(start + index))
    }
    const first = Math.floor(from * rate) - half
    const frames = Float64Array.from({ length: Math.ceil((to - from) * rate) + 2 * half + 2 }, (_, index) =>
      frameAt(first + index),
    )
    return samples.map((_, index) => sampleAt(frames, from * rate + (index * rate) / speechRate - first))
  }

  function sampleAt(frames: Float64Array, center: number): number {
    const start = Math.max(0, Math.ceil(center - half))
    const end = Math.min(frames.length - 1, Math.floor(center + half))
    let sum = 0
    for (let frame = start; frame <= end; frame++) {
      sum += (frames[frame] ?? 0) * (kernel[Math.round(Math.abs(frame - center) * finesse)] ?? 0)
    }
    return sum
  }
}
