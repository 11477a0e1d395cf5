import { Worker } from 'node:worker_threads'
import { z } from 'zod'

export interface LanguageData {
  readonly code: string
  /** Packed with gzip or not. */
  readonly data: Uint8Array
}

export interface Tesseract {
  /** What tesseract.js calls a page, unchecked. */
  recognise(picture: Uint8Array): Promise<unknown>
  close(): void
}

const Reply = z.object({ jobId: z.string(), status: z.string(), data: z.unknown() })

/** Without the engine of the time before neural networks, as its data is in none of the files a person is sent to. */
const neuralOnly = 1

/**
 * Starts tesseract.js in a thread of its own, with languages given as bytes, so that it has nothing to look up or fetch.
 * Its thread is spoken to directly: `createWorker` of tesseract.js 7.0.0 neither settles nor can be ended when language
 * data is damaged, and throws where nobody can catch it. To be replaced once it rejects.
 */
export async function startTesseract(languages: readonly LanguageData[]): Promise<Tesseract> {
  const script = new URL(import.meta.resolve('tesseract.js/src/worker-script/node/index.js'))
  // It writes to the console whatever it meets in a picture.
  const thread = new Worker(script, { stdout: true, stderr: true })
  thread.stdout.resume()
  thread.stderr.resume()
  thread.unref()
  let waiting: { readonly job: string; resolve(data: unknown): void; reject(error: Error): void } | null = null
  let jobs = 0
  thread.on('message', (message: unknown) => {
    const { jobId, status, data } = Reply.parse(message)
    if (status === 'progress' || jobId !== waiting?.job) return
    const asked = waiting
    waiting = null
    if (status === 'resolve') asked.resolve(data)
    else asked.reject(new Error(String(data)))
  })
  thread.on('error', (error) => waiting?.reject(new Error('Recognition ended', { cause: error })))
  thread.on('exit', () => waiting?.reject(new Error('Recognition ended')))
  try {
    await call('load', { options: { lstmOnly: true, logging: false } })
    await call('loadLanguage', { langs: languages, options: { cacheMethod: 'none', lstmOnly: true } })
    const codes = languages.map(({ code }) => code).join('+')
    await call('initialize', { langs: codes, oem: neuralOnly, config: {} })
  } catch (error) {
    close()
    throw error
  }
  return { recognise: (image) => call('recognize', { image, options: {}, output: { blocks: true } }), close }

  /** One after the other, as the thread that asks reads one file after the other. */
  function call(action: string, payload: object): Promise<unknown> {
    const { promise, resolve, reject } = Promise.withResolvers<unknown>()
    jobs += 1
    const jobId = `job-${jobs}`
    waiting = { job: jobId, resolve, reject }
    thread.postMessage({ workerId: 'alcove', jobId, action, payload })
    return promise
  }

  function close(): void {
    void thread.terminate()
  }
}
