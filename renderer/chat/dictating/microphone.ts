import { dictationRate, dictationSeconds } from '#contract/dictation.contract'
import type { Heard } from './microphone.worklet.ts'
import workletUrl from './microphone.worklet.ts?worker&url'
import { soundToBase64 } from './sound.ts'

export interface MicrophoneListeners {
  readonly onLevel: (heard: { readonly seconds: number; readonly level: number }) => void
  /** The longest is reached, or the microphone is gone; what was heard can be taken. */
  readonly onEnd: () => void
}

export interface OpenMicrophone {
  /** Closes it and gives what was heard, as base64. */
  take(): Promise<string>
  /** Closes it and forgets what was heard. */
  close(): void
}

/** A microphone that is closed does not say its last; nobody waits longer. */
const lastWord = 1_000

/** Opens the microphone and hears until it is closed, in the memory of this page alone. Rejects as `getUserMedia` does. */
export async function openMicrophone({ onLevel, onEnd }: MicrophoneListeners): Promise<OpenMicrophone> {
  const devices: MediaDevices | undefined = navigator.mediaDevices
  if (!devices) throw new DOMException('No page but a safe one has microphones', 'NotFoundError')
  const stream = await devices.getUserMedia({ audio: { channelCount: 1 }, video: false })
  const context = new AudioContext()
  try {
    await context.audioWorklet.addModule(workletUrl)
  } catch (error) {
    close()
    throw error
  }
  const node = new AudioWorkletNode(context, 'alcove-microphone')
  let pieces: Int16Array[] = []
  let samples = 0
  const last = Promise.withResolvers<void>()
  node.port.onmessage = ({ data }: MessageEvent<Heard>) => {
    pieces.push(data.samples)
    samples += data.samples.length
    const seconds = samples / dictationRate
    onLevel({ seconds, level: data.level })
    if (data.last) last.resolve()
    else if (seconds >= dictationSeconds) onEnd()
  }
  for (const track of stream.getTracks()) track.addEventListener('ended', onEnd)
  context.createMediaStreamSource(stream).connect(node).connect(context.destination)
  await context.resume()
  return { take, close: forget }

  async function take(): Promise<string> {
    node.port.postMessage('end')
    setTimeout(last.resolve, lastWord)
    await last.promise
    const base64 = soundToBase64(pieces)
    forget()
    return base64
  }

  function forget(): void {
    node.port.onmessage = null
    pieces = []
    close()
  }

  function close(): void {
    for (const track of stream.getTracks()) track.stop()
    if (context.state !== 'closed') void context.close()
  }
}
