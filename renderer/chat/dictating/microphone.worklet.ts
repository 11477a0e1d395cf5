import { createConverter, loudness, mixed } from './sound.ts'

/** What the microphone says to the page, ten times a second and once more at the end. */
export interface Heard {
  readonly samples: Int16Array<ArrayBuffer>
  /** From 0 to 1. */
  readonly level: number
  readonly last: boolean
}

// What the scope of an audio worklet has; TypeScript knows none of it.
declare const sampleRate: number
declare class AudioWorkletProcessor {
  readonly port: MessagePort
}
declare function registerProcessor(name: string, processor: new () => AudioWorkletProcessor): void

/** Frames at once: the browser gives 128 at a time. */
const block = Math.round(sampleRate / 10)

class Microphone extends AudioWorkletProcessor {
  private readonly converter = createConverter(sampleRate)
  private readonly frames = new Float32Array(block + 4_096)
  private filled = 0
  private ended = false

  constructor() {
    super()
    this.port.onmessage = () => this.end()
  }

  process([channels = []]: readonly (readonly Float32Array[])[]): boolean {
    const next = mixed(channels)
    this.frames.set(next, this.filled)
    this.filled += next.length
    if (this.filled >= block) this.say(this.taken(), false)
    return !this.ended
  }

  private end(): void {
    if (this.ended) return
    this.ended = true
    const [samples, rest] = [this.taken(), this.converter.end()]
    this.say(Int16Array.of(...samples, ...rest), true)
  }

  private taken(): Int16Array<ArrayBuffer> {
    const samples = this.converter.convert(this.frames.subarray(0, this.filled))
    this.filled = 0
    return samples
  }

  private say(samples: Int16Array<ArrayBuffer>, last: boolean): void {
    this.port.postMessage({ samples, level: loudness(samples), last } satisfies Heard, [samples.buffer])
  }
}

registerProcessor('alcove-microphone', Microphone)
