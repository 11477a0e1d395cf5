export interface FakeSound {
  readonly rate: number
  readonly channels?: number
  readonly bits: 8 | 16 | 24 | 32 | 64
  /** Fractions instead of whole numbers. */
  readonly float?: boolean
  readonly seconds: number
  /** Cycles a second. */
  readonly tone: number
  readonly extended?: boolean
}

const loudness = 0.5

/** The sound a tone has at a moment, as `makeWav` writes it. */
export function toneAt(tone: number, seconds: number): number {
  return loudness * Math.sin(2 * Math.PI * tone * seconds)
}

/** A real WAV file with one tone in all channels. */
export function makeWav({
  rate,
  channels = 1,
  bits,
  float = false,
  seconds,
  tone,
  extended = false,
}: FakeSound): Buffer {
  const frames = Math.round(rate * seconds)
  const data = Buffer.alloc(frames * channels * (bits / 8))
  for (let sample = 0; sample < frames * channels; sample++) {
    const value = toneAt(tone, Math.floor(sample / channels) / rate)
    const at = sample * (bits / 8)
    if (float && bits === 32) data.writeFloatLE(value, at)
    else if (float) data.writeDoubleLE(value, at)
    else if (bits === 8) data.writeUInt8(Math.round(value * 127) + 128, at)
    else data.writeIntLE(Math.round(value * (2 ** (bits - 1) - 1)), at, Math.min(bits / 8, 6))
  }
  const format = Buffer.alloc(extended ? 40 : 16)
  const coding = float ? 3 : 1
  format.writeUInt16LE(extended ? 0xfffe : coding, 0)
  format.writeUInt16LE(channels, 2)
  format.writeUInt32LE(rate, 4)
  format.writeUInt32LE((rate * channels * bits) / 8, 8)
  format.writeUInt16LE((channels * bits) / 8, 12)
  format.writeUInt16LE(bits, 14)
  if (extended) format.writeUInt16LE(coding, 24)
  // A chunk that nobody needs, of odd length, as recorders write them.
  return riff([chunk('LIST', Buffer.from('odd')), chunk('fmt ', format), chunk('data', data)])
}

function riff(chunks: readonly Buffer[]): Buffer {
  const body = Buffer.concat([Buffer.from('WAVE', 'latin1'), ...chunks])
  return chunk('RIFF', body)
}

function chunk(name: string, content: Buffer): Buffer {
  const head = Buffer.alloc(8)
  head.write(name, 0, 'latin1')
  head.writeUInt32LE(content.length, 4)
  return Buffer.concat([head, content, Buffer.alloc(content.length % 2)])
}

/** The sound of one tone as a page dictates it: 16,000 samples a second, 16 bits. */
export function makePcm({ tone, seconds }: Pick<FakeSound, 'tone' | 'seconds'>): Buffer {
  const data = Buffer.alloc(Math.round(16_000 * seconds) * 2)
  for (let sample = 0; sample < data.length / 2; sample++) {
    data.writeInt16LE(Math.round(toneAt(tone, sample / 16_000) * 32_767), sample * 2)
  }
  return data
}
