import { Worker } from 'node:worker_threads'
import type { IngestFailure } from '#contract/library.contract'
import type { Result } from '#contract/result'
import { refuse } from './failure.ts'
import type { Limits } from './limits.ts'
import type { ThreadReply, ThreadRequest } from './parser.thread.ts'
import type { DocumentDraft } from './read-document.ts'

export interface ParserThreadOptions {
  readonly limits: Limits
  readonly modelsFolder?: string
  /** Called when a thread does not end or the process stays too large: the process must end. */
  readonly giveUp: (reason: string) => void
}

export interface ParserThread {
  /** Reads one file after the other. The bytes are handed over and cannot be used afterwards. */
  read(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<Result<DocumentDraft, IngestFailure>>
  close(): Promise<void>
}

/** How many times its deadline a file may take while others keep the processor. */
const patience = 5

/** Parses in one thread with a heap limit, a deadline and a watch on memory; a new thread takes the place of one that was ended. */
export function createParserThread({ limits, modelsFolder, giveUp }: ParserThreadOptions): ParserThread {
  let worker: Worker | null = null
  let last: Promise<unknown> = Promise.resolve()

  return { read, close }

  function read(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<Result<DocumentDraft, IngestFailure>> {
    const reading = last.then(() => readNow({ name, bytes }))
    last = reading
    return reading
  }

  async function readNow(request: ThreadRequest): Promise<Result<DocumentDraft, IngestFailure>> {
    const thread = worker ?? start()
    worker = thread
    const { promise, resolve } = Promise.withResolvers<ThreadReply>()
    let refusal: ThreadReply | null = null
    const startedAt = performance.now()
    const cpuAtStart = process.cpuUsage()
    let deadline = setTimeout(onDeadline, limits.parseMilliseconds)
    const watch = setInterval(() => {
      if (isTooLarge()) void stop(refuse('FILE_ENDS_READER', `The process grew over ${limits.processMegabytes} MB`))
    }, 100)
    thread.once('message', resolve)
    thread.once('exit', ended)
    thread.postMessage(request, [request.bytes.buffer])
    const reply = await promise
    clearTimeout(deadline)
    clearInterval(watch)
    thread.off('message', resolve)
    thread.off('exit', ended)
    return reply

    function ended(): void {
      resolve(refusal ?? refuse('FILE_ENDS_READER', 'The parser thread ended, most likely for want of memory'))
    }

    // On a busy machine a file waits for its turn: what counts is the time this process worked, within reason.
    function onDeadline(): void {
      const { user, system } = process.cpuUsage(cpuAtStart)
      const left = limits.parseMilliseconds - (user + system) / 1_000
      const waited = performance.now() - startedAt
      if (left > 0 && waited < limits.parseMilliseconds * patience)
        deadline = setTimeout(onDeadline, Math.max(left, 50))
      else void stop(refuse('FILE_TOO_SLOW', `Not read within ${limits.parseMilliseconds} ms`))
    }

    async function stop(reason: ThreadReply): Promise<void> {
      refusal ??= reason
      clearInterval(watch)
      const tooLate = setTimeout(() => giveUp('The parser thread does not end'), 5_000)
      await thread.terminate()
      clearTimeout(tooLate)
      if (isTooLarge()) setTimeout(() => isTooLarge() && giveUp('The process stays over its memory limit'), 2_000)
    }
  }

  function start(): Worker {
    const thread = new Worker(new URL('./parser.thread.ts', import.meta.url), {
      workerData: { limits, modelsFolder },
      resourceLimits: { maxOldGenerationSizeMb: limits.heapMegabytes },
    })
    // Without a listener an error of the thread would end the process; `exit` follows it and is answered.
    thread.on('error', () => {})
    thread.on('exit', () => {
      if (worker === thread) worker = null
    })
    return thread
  }

  function isTooLarge(): boolean {
    return process.memoryUsage.rss() > limits.processMegabytes * 1_048_576
  }

  async function close(): Promise<void> {
    await worker?.terminate()
    worker = null
  }
}
