import { parentPort, workerData } from 'node:worker_threads'
import { z } from 'zod'
import type { IngestFailure } from '#contract/library.contract'
import type { Result } from '#contract/result'
import { loadTokenizer } from '#models/embedding/tokenizer'
import { Limits } from './limits.ts'
import type { TokenCounter } from './passage-size.ts'
import { type DocumentDraft, readDocument } from './read-document.ts'

export interface ThreadRequest {
  readonly name: string
  readonly bytes: Uint8Array<ArrayBuffer>
}

export type ThreadReply = Result<DocumentDraft, IngestFailure>

const { limits, modelsFolder } = z.object({ limits: Limits, modelsFolder: z.string().optional() }).parse(workerData)

const countTokens = tokenCounter()

parentPort?.on('message', async ({ name, bytes }: ThreadRequest) => {
  parentPort?.postMessage(await readDocument({ name, bytes, limits, countTokens }))
})

/** Without the model's files documents are still read and found by words, so a fair guess has to do. */
function tokenCounter(): TokenCounter {
  try {
    return loadTokenizer({ modelsFolder }).count
  } catch {
    return (text) => Math.ceil(text.length / 4)
  }
}
