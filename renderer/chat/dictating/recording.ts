import { dictationRate, dictationSeconds } from '#contract/dictation.contract'
import type { Heard } from './microphone.worklet.ts'
import { soundToBase64 } from './sound.ts'

export interface RecordingListeners {
  readonly onLevel: (heard: { readonly seconds: number; readonly level: number }) => void
  /** Called once, when the longest is reached. */
  readonly onFull: () => void
}

/** What was heard so far, in memory; says when it is as long as one dictation may be. */
export function createRecording({ onLevel, onFull }: RecordingListeners) {
  const pieces: Int16Array[] = []
  let samples = 0
  let full = false
  return { add, base64: () => soundToBase64(pieces) }

  function add({ samples: next, level }: Pick<Heard, 'samples' | 'level'>): void {
    pieces.push(next)
    samples += next.length
    const seconds = samples / dictationRate
    onLevel({ seconds, level })
    if (full || seconds < dictationSeconds) return
    full = true
    onFull()
  }
}
