import type { Heard } from './microphone.worklet.ts'
import workletUrl from './microphone.worklet.ts?worker&url'
import { createRecording, type RecordingListeners } from './recording.ts'

export interface MicrophoneListeners extends Pick<RecordingListeners, 'onLevel'> {
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
  const recording = createRecording({ onLevel, onFull: onEnd })
  const last = Promise.withResolvers<void>()
  node.port.onmessage = ({ data }: MessageEvent<Heard>) => {
    recording.add(data)
    if (data.last) last.resolve()
  }
  for (const track of stream.getTracks()) track.addEventListener('ended', onEnd)
  context.createMediaStreamSource(stream).connect(node).connect(context.destination)
  // Not waited for: a browser that lets nothing sound yet does not answer, and the microphone could not be closed meanwhile.
  context.resume().catch(() => {})
  return { take, close }

  async function take(): Promise<string> {
    node.port.postMessage('end')
    setTimeout(last.resolve, lastWord)
    await last.promise
    close()
    return recording.base64()
  }

  function close(): void {
    for (const track of stream.getTracks()) track.stop()
    if (context.state !== 'closed') void context.close()
  }
}
