import { parentPort, workerData } from 'node:worker_threads'
import { z } from 'zod'
import type { IngestFailure } from '#contract/library.contract'
import type { DocumentType } from '#contract/passage'
import type { Result } from '#contract/result'
import { loadTokenizer } from '#models/embedding/tokenizer'
import { Limits } from './limits.ts'
import { createMediaAtHand } from './media/media-at-hand.ts'
import type { TokenCounter } from './passage-size.ts'
import { type DocumentDraft, readDocument } from './read-document.ts'
import { type PartDraft, readParts } from './read-parts.ts'

export type ThreadRequest =
  | { readonly ask: 'read'; readonly name: string; readonly bytes: Uint8Array<ArrayBuffer> }
  | {
      readonly ask: 'split'
      readonly name: string
      readonly size: number
      readonly fd: number
      /** Places in the file that were too much for the thread. */
      readonly leftOut: readonly string[]
    }
  /** A part was taken; one more may be sent. */
  | { readonly ask: 'next' }

export type ThreadReply =
  /** A step of recognition begins, for which there is time of its own. */
  | { readonly reply: 'step' }
  | { readonly reply: 'part'; readonly part: PartDraft }
  /** No more parts follow; the end does once all are taken. */
  | { readonly reply: 'last' }
  /** What of the file is taken apart now. */
  | { readonly reply: 'at'; readonly place: string }
  | { readonly reply: 'end'; readonly outcome: Result<DocumentDraft | DocumentType | null, IngestFailure> }

const { limits, modelsFolder, readingFolder } = z
  .object({ limits: Limits, modelsFolder: z.string().optional(), readingFolder: z.string().optional() })
  .parse(workerData)

const countTokens = tokenCounter()
const mediaAtHand = createMediaAtHand(readingFolder, () => answer({ reply: 'step' }))

// Parts that were sent and not taken yet: enough to fill a transaction, few enough to stay small.
const mostOnTheWay = 32
let onTheWay = 0
let goOn = () => {}

parentPort?.on('message', async (request: ThreadRequest) => {
  if (request.ask === 'next') {
    onTheWay -= 1
    goOn()
    return
  }
  onTheWay = 0
  const media = mediaAtHand()
  const outcome =
    request.ask === 'read'
      ? await readDocument({ ...request, limits, countTokens, media })
      : await readParts({ ...request, limits, countTokens, media, onPart: send, onEnter: sayWhere })
  // All parts are stored before the file counts as read.
  if (onTheWay > 0) answer({ reply: 'last' })
  while (onTheWay > 0) await taken()
  answer({ reply: 'end', outcome })
})

async function send(part: PartDraft): Promise<void> {
  onTheWay += 1
  answer({ reply: 'part', part })
  while (onTheWay >= mostOnTheWay) await taken()
}

function sayWhere(place: string): void {
  answer({ reply: 'at', place })
}

function taken(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  goOn = resolve
  return promise
}

function answer(reply: ThreadReply): void {
  parentPort?.postMessage(reply)
}

/** Without the model's files documents are still read and found by words, so a fair guess has to do. */
function tokenCounter(): TokenCounter {
  try {
    return loadTokenizer({ modelsFolder }).count
  } catch {
    return (text) => Math.ceil(text.length / 4)
  }
}
