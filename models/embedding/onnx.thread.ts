import { parentPort, workerData } from 'node:worker_threads'
import { z } from 'zod'
import { openOnnxSession } from './onnx.session.ts'
import { busyFlag, stopFlag } from './thread-flags.ts'

/** What a thread is asked: token ids of one text, answered in the order given; `close` ends it. */
export type ThreadRequest =
  | { readonly job: number; readonly ids: readonly number[]; readonly types?: readonly number[] | undefined }
  | 'close'

/** What a thread says: once that it can work, then a vector or a reason for each job. */
export type ThreadReply =
  | { readonly ready: 'native' | 'wasm' }
  | { readonly unable: string }
  | { readonly job: number; readonly vector: Float32Array<ArrayBuffer> }
  | { readonly job: number; readonly error: string }

const { modelPath, runtime, reading, flags } = z
  .object({
    modelPath: z.string(),
    runtime: z.enum(['native', 'wasm']).optional(),
    reading: z.enum(['mean', 'cls', 'last', 'max', 'logits']).optional(),
    flags: z.instanceof(Int32Array),
  })
  .parse(workerData)

const port = parentPort
if (!port) throw new Error('An embedding thread is started by the embedder')

try {
  const session = await whileBusy(() => openOnnxSession({ modelPath, runtime, reading }))
  // One after the other: a session of one thread gains nothing from two runs at a time.
  let last = Promise.resolve()
  port.on('message', (request: ThreadRequest) => {
    last = last.then(() => answer(request))
  })
  say({ ready: session.runtime })

  async function answer(request: ThreadRequest): Promise<void> {
    if (request === 'close') {
      await session.close()
      port?.close()
      return
    }
    try {
      say({ job: request.job, vector: await whileBusy(() => session.run(request.ids, request.types)) })
    } catch (error) {
      say({ job: request.job, error: String(error) })
    }
  }
} catch (error) {
  say({ unable: String(error) })
  port.close()
}

async function whileBusy<T>(work: () => Promise<T>): Promise<T> {
  Atomics.store(flags, busyFlag, 1)
  try {
    if (Atomics.load(flags, stopFlag)) throw new Error('The process is ending')
    return await work()
  } finally {
    Atomics.store(flags, busyFlag, 0)
    Atomics.notify(flags, busyFlag)
  }
}

function say(reply: ThreadReply): void {
  port?.postMessage(reply, 'vector' in reply ? [reply.vector.buffer] : [])
}
