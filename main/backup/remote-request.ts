import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { BackupReason } from '#contract/backup-problem'
import { HeldBack, outwardFetch } from '#models/network/outward'
import { trouble } from './trouble.ts'

export interface RemoteRequest {
  readonly method: string
  readonly url: URL
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: Blob | string
  readonly signal: AbortSignal | undefined
  /** Statuses that are answers and not trouble, beside those of success. */
  readonly expected?: readonly number[]
  /** What else a status means here. */
  readonly means?: Readonly<Record<number, BackupReason>>
}

/** An answer to a short question has to come within this time; bytes of backups take what they take. */
const patience = 60_000
const textLimit = 16 * 1024 * 1024
/** The longest file that comes without a word about its length: some larger than any library. */
const longest = 256 * 1024 ** 3

const meanings: Readonly<Record<number, BackupReason>> = {
  401: 'place-refused',
  403: 'place-refused',
  404: 'place-missing',
  405: 'place-refused',
  409: 'place-missing',
  413: 'place-full',
  423: 'place-read-only',
  507: 'place-full',
}

/** Asks a server that keeps backups: it alone, as no redirect is followed; whatever goes wrong is named trouble. */
export async function request(where: string, asked: RemoteRequest): Promise<Response> {
  const { method, url, headers = {}, body, signal, expected = [], means = {} } = asked
  const isLong = body instanceof Blob || method === 'GET'
  const signals = [...(signal ? [signal] : []), ...(isLong ? [] : [AbortSignal.timeout(patience)])]
  let response: Response
  try {
    response = await outwardFetch('backup')(url, { method, headers, body, signal: AbortSignal.any(signals) })
  } catch (error) {
    if (signal?.aborted) throw error
    throw trouble(error instanceof HeldBack ? 'place-held-back' : 'place-unreachable', where, causeOf(error))
  }
  if (response.ok || expected.includes(response.status)) return response
  const detail = `${method} was answered ${response.status}`
  await response.body?.cancel()
  throw trouble(means[response.status] ?? meanings[response.status] ?? 'place-unreachable', where, detail)
}

/** The text of an answer, up to a length that no honest list has. */
export async function textOf(where: string, response: Response): Promise<string> {
  const decoder = new TextDecoder()
  let text = ''
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true })
    if (text.length > textLimit) throw trouble('place-unreachable', where, 'the list is too long')
  }
  return text
}

/** Writes the body of an answer into a file. */
export async function saveTo(where: string, response: Response, path: string, signal?: AbortSignal): Promise<void> {
  const wanted = response.headers.get('content-length')
  const most = wanted === null ? longest : Number(wanted)
  let got = 0
  try {
    const body = Readable.fromWeb((response.body ?? new ReadableStream()) as Parameters<typeof Readable.fromWeb>[0])
    body.on('data', (chunk: Uint8Array) => {
      got += chunk.length
      // What is packed on the way can be any size when it is unpacked.
      if (got > most) body.destroy(new Error('the answer is longer than it says'))
    })
    await pipeline(body, createWriteStream(path, { mode: 0o600 }), { signal })
  } catch (error) {
    if (signal?.aborted) throw error
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    throw trouble(code === 'ENOSPC' || code === 'EDQUOT' ? 'disk-full' : 'place-unreachable', where, causeOf(error))
  }
  if (wanted !== null && Number(wanted) !== got) throw trouble('place-unreachable', where, 'the answer was cut off')
}

function causeOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  if (!(cause instanceof Error)) return String(cause)
  return 'code' in cause ? String(cause.code) : cause.message
}
