import { speechRate } from './resampler.ts'
import type { Recording } from './wav.ts'

/** Opens sound as speech models take it: 16,000 samples a second, one channel, 16 bits, the lower byte first. */
export function openPcm(bytes: Uint8Array): Recording {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const frames = Math.floor(bytes.byteLength / 2)
  return { seconds: frames / speechRate, stretch }

  function stretch(from: number, to: number): Float32Array<ArrayBuffer> {
    const start = Math.round(from * speechRate)
    const end = Math.min(frames, Math.round(to * speechRate))
    return Float32Array.from({ length: Math.max(0, end - start) }, (_, index) => {
      return view.getInt16((start + index) * 2, true) / 32_768
    })
  }
}
