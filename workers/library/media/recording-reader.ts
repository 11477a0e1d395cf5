import { Worker } from 'node:worker_threads'
import { ok } from '#contract/result'
import type { SpeechModel } from '#models/reading/speech-model'
import { refuse } from '../failure.ts'
import type { RecordingReader } from './media.ts'
import type { SpeechReply, SpeechRequest } from './speech.thread.ts'

export interface OpenRecordingReader extends RecordingReader {
  close(): void
}

/** A thread that has had nothing to hear for so long is ended: a model takes hundreds of megabytes. */
const restAfter = 15_000

/** Transcribes with a model in a thread of its own, which starts with the first stretch and ends when there is none for a while. */
export function createRecordingReader(model: SpeechModel): OpenRecordingReader {
  let opened: Promise<SpeechThread> | null = null
  let resting: NodeJS.Timeout | undefined

  return { transcribe, close }

  async function transcribe(samples: Float32Array<ArrayBuffer>) {
    clearTimeout(resting)
    opened ??= startSpeechThread(model)
    try {
      const thread = await opened
      const reply = await thread.ask(samples)
      if (reply.reply === 'segments') return ok(reply.segments)
      close()
      if (reply.reply === 'damaged') return refuse('RECORDINGS_NOT_SET_UP', `${model.name}: ${reply.reason}`)
      return refuse('FILE_DAMAGED', reply.reply === 'failed' ? `Not transcribed: ${reply.reason}` : 'Not transcribed')
    } finally {
      resting = setTimeout(close, restAfter).unref()
    }
  }

  function close(): void {
    clearTimeout(resting)
    void opened?.then((thread) => thread.close())
    opened = null
  }
}

interface SpeechThread {
  /** One question at a time. */
  ask(samples: Float32Array<ArrayBuffer>): Promise<SpeechReply>
  close(): void
}

async function startSpeechThread(model: SpeechModel): Promise<SpeechThread> {
  const { folder, name, encoder, decoder } = model
  const thread = new Worker(new URL('./speech.thread.ts', import.meta.url), {
    workerData: { folder, name, encoder, decoder },
  })
  thread.unref()
  let waiting = Promise.withResolvers<SpeechReply>()
  thread.on('message', (reply: SpeechReply) => waiting.resolve(reply))
  thread.on('error', (error) => waiting.resolve({ reply: 'failed', reason: error.name }))
  thread.on('exit', () => waiting.resolve({ reply: 'failed', reason: 'the thread ended' }))
  const first = await waiting.promise
  return {
    ask: async (samples) => {
      if (first.reply !== 'ready') return first
      waiting = Promise.withResolvers()
      thread.postMessage({ samples } satisfies SpeechRequest, [samples.buffer])
      return waiting.promise
    },
    close: () => thread.postMessage('close' satisfies SpeechRequest),
  }
}
