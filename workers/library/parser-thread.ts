import { Worker } from 'node:worker_threads'
import type { IngestFailure } from '#contract/library.contract'
import type { DocumentType } from '#contract/passage'
import type { Result } from '#contract/result'
import { refuse } from './failure.ts'
import type { Limits } from './limits.ts'
import type { ThreadReply, ThreadRequest } from './parser.thread.ts'
import type { DocumentDraft } from './read-document.ts'
import type { PartDraft } from './read-parts.ts'

export interface ParserThreadOptions {
  readonly limits: Limits
  readonly modelsFolder?: string
  /** Where the person puts language data and speech models. */
  readonly readingFolder?: string
  /** Called when a thread does not end or the process stays too large: the process must end. */
  readonly giveUp: (reason: string) => void
}

export interface FileToHand {
  readonly name: string
  readonly size: number
  /** Open for reading until the answer is there. */
  readonly fd: number
}

export interface PartTaker {
  /** Called for one part after the other, up to 32 at a time; a rejection ends the reading. */
  take(part: PartDraft): Promise<void>
  /** Called when nothing more will be handed over before all parts are taken. */
  last(): void
}

export interface ParserThread {
  /** Reads one file after the other. The bytes are handed over and cannot be used afterwards. */
  read(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<Result<DocumentDraft, IngestFailure>>
  /** Hands over the documents of a file that holds several, and tells of what kind it is; null when it is no such file. */
  split(file: FileToHand, taker: PartTaker): Promise<Result<DocumentType | null, IngestFailure>>
  close(): Promise<void>
}

/** How many times its deadline a file may take while others keep the processor. */
const patience = 5
const stuck: ReadonlySet<string> = new Set(['FILE_TOO_SLOW', 'FILE_ENDS_READER'])
const mostLeftOut = 10

/** Parses in one thread with a heap limit, a deadline and a watch on memory; a new thread takes the place of one that was ended. */
export function createParserThread({ limits, modelsFolder, readingFolder, giveUp }: ParserThreadOptions): ParserThread {
  let worker: Worker | null = null
  let last: Promise<unknown> = Promise.resolve()

  return { read, split, close }

  function read(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<Result<DocumentDraft, IngestFailure>> {
    return inTurn(() => ask<DocumentDraft>({ ask: 'read', name, bytes }))
  }

  function split(file: FileToHand, taker: PartTaker): Promise<Result<DocumentType | null, IngestFailure>> {
    return inTurn(() => splitAround(file, taker))
  }

  /** What is too slow or too large for the thread is left out the next time: the rest of the file must not be lost. */
  async function splitAround(file: FileToHand, taker: PartTaker): Promise<Result<DocumentType | null, IngestFailure>> {
    const leftOut: string[] = []
    for (;;) {
      let at: string | null = null
      const outcome = await ask<DocumentType | null>({ ask: 'split', ...file, leftOut }, taker, (place) => {
        at = place
      })
      if (outcome.ok || at === null || !stuck.has(outcome.failure.code) || leftOut.length >= mostLeftOut) return outcome
      leftOut.push(at)
    }
  }

  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = last.then(work)
    last = turn.catch(() => {})
    return turn
  }

  async function ask<T>(
    request: ThreadRequest,
    taker?: PartTaker,
    onAt?: (place: string | null) => void,
  ): Promise<Result<T, IngestFailure>> {
    const thread = worker ?? start()
    worker = thread
    const { promise, resolve, reject } = Promise.withResolvers<Result<T, IngestFailure>>()
    let refusal: ReturnType<typeof refuse> | null = null
    let startedAt = performance.now()
    let cpuAtStart = process.cpuUsage()
    let allowed = limits.parseMilliseconds
    let steps = 0
    let deadline = setTimeout(onDeadline, allowed)
    const watch = setInterval(() => {
      if (isTooLarge()) void stop(refuse('FILE_ENDS_READER', `The process grew over ${limits.processMegabytes} MB`))
    }, 100)
    thread.on('message', onMessage)
    thread.once('exit', ended)
    thread.postMessage(request, request.ask === 'read' ? [request.bytes.buffer] : [])
    try {
      return await promise
    } finally {
      clearTimeout(deadline)
      clearInterval(watch)
      thread.off('message', onMessage)
      thread.off('exit', ended)
    }

    function onMessage(reply: ThreadReply): void {
      // What the thread answers to a request is of the request's kind.
      if (reply.reply === 'end') resolve(reply.outcome as Result<T, IngestFailure>)
      else if (reply.reply === 'step') beginStep()
      else if (reply.reply === 'at') onAt?.(reply.place)
      else if (reply.reply === 'last') taker?.last()
      else {
        onAt?.(null)
        void takePart(reply.part)
      }
    }

    /** Recognition takes long and shows that it goes on, so each step has time of its own; how many there are is bounded. */
    function beginStep(): void {
      steps += 1
      if (steps > limits.recogniseSteps) return
      allowed = limits.recogniseMilliseconds
      startedAt = performance.now()
      cpuAtStart = process.cpuUsage()
      clearTimeout(deadline)
      deadline = setTimeout(onDeadline, allowed)
    }

    /** Each part has the whole deadline for itself, and storing it does not count. */
    async function takePart(part: PartDraft): Promise<void> {
      try {
        await taker?.take(part)
        allowed = limits.parseMilliseconds
        steps = 0
        startedAt = performance.now()
        cpuAtStart = process.cpuUsage()
        thread.postMessage({ ask: 'next' } satisfies ThreadRequest)
      } catch (error) {
        // The thread is in the middle of a file that nobody wants any more.
        reject(error)
        await thread.terminate()
      }
    }

    function ended(): void {
      resolve(refusal ?? refuse('FILE_ENDS_READER', 'The parser thread ended, most likely for want of memory'))
    }

    // On a busy machine a file waits for its turn: what counts is the time this process worked, within reason.
    function onDeadline(): void {
      const { user, system } = process.cpuUsage(cpuAtStart)
      const left = allowed - (user + system) / 1_000
      const waited = performance.now() - startedAt
      if (left > 0 && waited < allowed * patience) deadline = setTimeout(onDeadline, Math.max(left, 50))
      else void stop(refuse('FILE_TOO_SLOW', `Not read within ${allowed} ms`))
    }

    async function stop(reason: ReturnType<typeof refuse>): Promise<void> {
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
      workerData: { limits, modelsFolder, readingFolder },
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
