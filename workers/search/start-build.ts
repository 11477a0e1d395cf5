import { Worker } from 'node:worker_threads'
import type { LibraryKey } from '#database/library-key'
import type { EngineName } from './vector-engines.ts'

export interface ThreadTask {
  readonly databasePath: string
  /** Of an encrypted library; its index is sealed under it. */
  readonly key?: LibraryKey | null
  readonly folder: string
  readonly engine: EngineName
  readonly model: string
  readonly dimensions: number
}

/** Builds indexes in a thread, so that searches go on meanwhile. */
export function startBuild(task: ThreadTask) {
  return (onProgress: (done: number) => void): Promise<void> =>
    new Promise((resolve, reject) => {
      const thread = new Worker(new URL('./build-vectors.thread.ts', import.meta.url), { workerData: task })
      thread.on('message', ({ done }: { readonly done: number }) => onProgress(done))
      thread.on('error', reject)
      thread.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`The thread ended with ${code}`))))
    })
}
