import type { Server, ServerResponse } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import type { Recording } from './recordings.ts'
import { type ChatBody, type Ending, tokensOf, type Writing } from './script.ts'

/** How one stream writes its parts on the wire: as Ollama's lines or as OpenAI's events. */
export interface WireFormat {
  readonly contentType: string
  readonly token: (text: string) => string
  readonly thinking: (text: string) => string
  readonly toolCalls: (calls: NonNullable<Writing['toolCalls']>) => string
  readonly end: (reason: 'stop' | 'length', tokens: number, promptTokens: number) => string
  readonly error: (message: string) => string
}

export const defaultText =
  'The lease ends on 31 March 2027 [1]. Notice must be given three months before, in writing [2].'

/** Writes one scripted answer, and dies as the script says. */
export async function writeStream({
  response,
  script,
  body,
  wire,
  killServer,
  loaded,
  said,
  promptTokens,
}: {
  readonly response: ServerResponse
  readonly script: Writing
  readonly body: ChatBody
  readonly wire: WireFormat
  readonly killServer: () => void
  /** Told when the model is in memory. */
  readonly loaded: () => void
  /** Told of every word of the answer. */
  readonly said: (text: string) => void
  readonly promptTokens: number
}): Promise<void> {
  const text = typeof script.text === 'function' ? script.text(body) : (script.text ?? defaultText)
  const pieces = [
    ...tokensOf(script.thinking ?? '').map((thought) => ({ sent: wire.thinking(thought), words: '' })),
    ...(script.toolCalls ? [{ sent: wire.toolCalls(script.toolCalls), words: '' }] : []),
    ...tokensOf(text, script.characters).map((words) => ({ sent: wire.token(words), words })),
  ]
  const limit = script.ignoresLimit ? pieces.length : (body.options?.num_predict ?? pieces.length)
  const sent = pieces.slice(0, Math.min(script.after ?? pieces.length, limit))
  if (script.loading) await pause(script.loading)
  loaded()
  response.writeHead(200, { 'content-type': script.contentType ?? wire.contentType })
  response.flushHeaders()
  for (const [index, piece] of sent.entries()) {
    if (index === script.hold?.after) await script.hold.until
    if (response.destroyed) return
    said(piece.words)
    response.write(piece.sent)
    if (script.delay) await pause(script.delay)
  }
  const ending = script.ending ?? (sent.length < pieces.length ? 'length' : 'done')
  const endOf = (reason: 'stop' | 'length') => wire.end(reason, sent.length, promptTokens)
  await end({ response, ending, wire, endOf, killServer })
}

/** Sends a recorded answer again, with its pauses made short, and ends as it ended. */
export async function replay(response: ServerResponse, { status, headers, chunks, end: ended, terminated }: Recording) {
  response.writeHead(status, { 'content-type': headers['Content-Type'] ?? 'text/plain' })
  for (const { body } of chunks) {
    response.write(body)
    await pause(1)
  }
  if (ended === 'timeout') return
  if (terminated === false) response.destroy()
  else response.end()
}

/** Stops a server at once, with every connection it has. */
export function killConnections(server: Server): void {
  server.closeAllConnections()
  server.close()
}

interface ToEnd {
  readonly response: ServerResponse
  readonly ending: Ending
  readonly wire: WireFormat
  readonly endOf: (reason: 'stop' | 'length') => string
  readonly killServer: () => void
}

async function end({ response, ending, wire, endOf, killServer }: ToEnd): Promise<void> {
  // What was written before must be on its way, or the death would swallow it.
  await new Promise((resolve) => response.write('', resolve))
  await pause(5)
  switch (ending) {
    case 'done':
      return void response.end(endOf('stop'))
    case 'length':
      return void response.end(endOf('length'))
    case 'connection-reset':
    case 'socket-destroyed':
      return void response.destroy()
    case 'truncated-line':
      return void response.end(wire.token(' cut off').slice(0, -20))
    case 'early-end':
      return void response.end()
    case 'error-line':
      return void response.end(wire.error('an error was encountered while running the model: unexpected EOF'))
    case 'out-of-memory-line':
      return void response.end(wire.error('model requires more system memory (9.2 GiB) than is available (3.1 GiB)'))
    case 'hang':
      return
    case 'garbage':
      return void response.write('a secret sentence that is no JSON\n\n')
    case 'not-an-object':
      return void response.write('[1, 2]\n')
    case 'long-line':
      return void response.write(wire.token('x'.repeat(10_000_000)))
    case 'endless':
      while (!response.destroyed) {
        response.write(wire.token(' more'))
        await pause(5)
      }
      return
    case 'server-killed':
      return killServer()
  }
}
