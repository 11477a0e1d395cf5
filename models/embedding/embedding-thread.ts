import { Worker } from 'node:worker_threads'
import type { OnnxRuntime, Reading } from './onnx.session.ts'
import type { ThreadReply, ThreadRequest } from './onnx.thread.ts'
import type { ThreadFlags } from './thread-flags.ts'

export interface EmbeddingThreadOptions {
  readonly modelPath: string
  readonly runtime?: OnnxRuntime
  readonly reading?: Reading
  readonly flags: ThreadFlags
}

export interface EmbeddingThread {
  readonly runtime: OnnxRuntime
  /** Rejects when the model fails on this text or the thread ends before its answer. */
  run(ids: readonly number[], types?: readonly number[]): Promise<Float32Array<ArrayBuffer>>
  /** Ends the thread once it has answered what it was given. */
  close(): Promise<void>
}

interface Job {
  readonly resolve: (vector: Float32Array<ArrayBuffer>) => void
  readonly reject: (error: Error) => void
}

/** Starts a thread with a session of its own. Rejects when the model cannot be opened there. */
export async function startEmbeddingThread(options: EmbeddingThreadOptions): Promise<EmbeddingThread> {
  // The flags of this process are not the thread's: some of them (`--eval`, `--input-type`) would end it at once.
  const worker = new Worker(new URL('./onnx.thread.ts', import.meta.url), { workerData: options, execArgv: [] })
  const jobs = new Map<number, Job>()
  const started = Promise.withResolvers<OnnxRuntime>()
  const ended = Promise.withResolvers<void>()
  let gone: Error | null = null
  let lastJob = 0

  worker.on('message', hear)
  worker.on('error', (error) => end(new Error('An embedding thread failed', { cause: error })))
  worker.on('exit', () => end(new Error('An embedding thread has ended')))
  const runtime = await started.promise
  return { runtime, run, close }

  function hear(reply: ThreadReply): void {
    if ('ready' in reply) return started.resolve(reply.ready)
    if ('unable' in reply) return started.reject(new Error(reply.unable))
    const job = jobs.get(reply.job)
    jobs.delete(reply.job)
    if ('vector' in reply) job?.resolve(reply.vector)
    else job?.reject(new Error(`The model failed: ${reply.error}`))
  }

  function end(error: Error): void {
    gone ??= error
    started.reject(gone)
    for (const job of jobs.values()) job.reject(gone)
    jobs.clear()
    ended.resolve()
  }

  function run(ids: readonly number[], types?: readonly number[]): Promise<Float32Array<ArrayBuffer>> {
    if (gone) return Promise.reject(gone)
    const { promise, resolve, reject } = Promise.withResolvers<Float32Array<ArrayBuffer>>()
    lastJob += 1
    jobs.set(lastJob, { resolve, reject })
    say({ job: lastJob, ids, types })
    return promise
  }

  async function close(): Promise<void> {
    if (!gone) say('close')
    await ended.promise
  }

  function say(request: ThreadRequest): void {
    worker.postMessage(request)
  }
}
