import { ok } from '#contract/result'
import { refuse } from '../failure.ts'
import { createResampler } from './resampler.ts'

/** A recording of which any stretch can be heard as the speech model takes it. */
export interface Recording {
  readonly seconds: number
  /** 16,000 samples a second, one channel, from -1 to 1. */
  stretch(from: number, to: number): Float32Array<ArrayBuffer>
}

interface Format {
  readonly channels: number
  readonly rate: number
  readonly read: (at: number) => number
  readonly sampleBytes: number
}

/** Opens a WAV file of whole numbers (8 to 32 bits) or fractions (32 or 64). Other codings are refused as unsupported. */
export function openWav(bytes: Uint8Array<ArrayBuffer>) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const chunks = chunksOf(view)
  const [formatAt, data] = [chunks.get('fmt ')?.start, chunks.get('data')]
  if (formatAt === undefined || !data || formatAt + 16 > view.byteLength) {
    return refuse('FILE_DAMAGED', 'A WAV without a format or without sound')
  }
  const format = formatOf(view, formatAt)
  if (!format) return refuse('FORMAT_UNSUPPORTED', 'A WAV of a rare coding')
  const { channels, rate, read, sampleBytes } = format
  const frames = Math.floor((data.end - data.start) / (channels * sampleBytes))
  const resample = createResampler(rate)
  return ok<Recording>({
    seconds: frames / rate,
    stretch: (from, to) => resample({ from, to, frameAt }),
  })

  function frameAt(frame: number): number {
    if (frame < 0 || frame >= frames || !data) return 0
    let sum = 0
    for (let channel = 0; channel < channels; channel++) {
      sum += read(data.start + (frame * channels + channel) * sampleBytes)
    }
    return sum / channels
  }
}

function chunksOf(view: DataView) {
  const chunks = new Map<string, { readonly start: number; readonly end: number }>()
  for (let at = 12; at + 8 <= view.byteLength; ) {
    const name = String.fromCharCode(...[0, 1, 2, 3].map((index) => view.getUint8(at + index)))
    const size = view.getUint32(at + 4, true)
    const start = at + 8
    // What is written as a stream does not know its length and says 0 or the largest number.
    const end = name === 'data' && size === 0 ? view.byteLength : Math.min(start + size, view.byteLength)
    if (!chunks.has(name)) chunks.set(name, { start, end })
    at = end + (size % 2)
  }
  return chunks
}

function formatOf(view: DataView, at: number): Format | null {
  const given = view.getUint16(at, true)
  // An extended format names its coding further on.
  const coding = given === 0xfffe && at + 26 <= view.byteLength ? view.getUint16(at + 24, true) : given
  const [channels, rate] = [view.getUint16(at + 2, true), view.getUint32(at + 4, true)]
  const bits = view.getUint16(at + 14, true)
  const read = readerOf(view, coding, bits)
  if (!read || channels < 1 || channels > 64 || rate < 1_000 || rate > 768_000) return null
  return { channels, rate, read, sampleBytes: bits / 8 }
}

function readerOf(view: DataView, coding: number, bits: number): Format['read'] | null {
  if (coding === 3 && bits === 32) return (at) => sound(view.getFloat32(at, true))
  if (coding === 3 && bits === 64) return (at) => sound(view.getFloat64(at, true))
  if (coding !== 1) return null
  if (bits === 8) return (at) => (view.getUint8(at) - 128) / 128
  if (bits === 16) return (at) => view.getInt16(at, true) / 32_768
  if (bits === 24) return (at) => (view.getInt16(at + 1, true) * 256 + view.getUint8(at)) / 8_388_608
  if (bits === 32) return (at) => view.getInt32(at, true) / 2_147_483_648
  return null
}

/** One sample that is no number would silence everything around it. */
function sound(value: number): number {
  return Number.isFinite(value) ? Math.max(-1, Math.min(1, value)) : 0
}
