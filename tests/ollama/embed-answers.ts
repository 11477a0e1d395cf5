import type { ServerResponse } from 'node:http'
import { z } from 'zod'
import { createFakeEmbedder } from '../../models/embedding/fake.embedder.ts'
import { bodyOf, recording } from './recordings.ts'

const Body = z.looseObject({ model: z.string(), input: z.union([z.string(), z.array(z.string())]) })

/** What was sent to `/api/embed` or `/v1/embeddings`. */
export interface EmbedRequest {
  readonly path: string
  readonly model: string
  readonly input: readonly string[]
  readonly body: Readonly<Record<string, unknown>>
  readonly authorization: string | undefined
}

/** How a request to embed goes wrong: an answer of another kind, other vectors, or no answer at all. */
export type EmbedScript =
  | { readonly status: number; readonly body: string }
  | { readonly vectors: (vectors: readonly (readonly number[])[]) => readonly (readonly (number | null)[])[] }
  | { readonly ending: 'connection-reset' | 'hang' }

export interface EmbedAnswers {
  readonly requests: EmbedRequest[]
  readonly answer: (
    response: ServerResponse,
    asked: Pick<EmbedRequest, 'path' | 'authorization'> & { readonly body: string },
  ) => Promise<void>
  readonly next: (...scripts: EmbedScript[]) => void
  /** Resolves when a request has come. */
  readonly asked: () => Promise<void>
}

export const embedDimensions = 384

/** Embeds as a recorded Ollama does, its wrong use included, with vectors that follow from the words of a text. */
export function createEmbedAnswers(): EmbedAnswers {
  const requests: EmbedRequest[] = []
  const queue: EmbedScript[] = []
  let listeners: (() => void)[] = []
  const embedder = createFakeEmbedder({ dimensions: embedDimensions })
  return {
    requests,
    answer,
    next: (...scripts) => void queue.push(...scripts),
    asked: () => new Promise((resolve) => listeners.push(resolve)),
  }

  async function answer(response: ServerResponse, asked: Parameters<EmbedAnswers['answer']>[1]): Promise<void> {
    const body = Body.parse(JSON.parse(asked.body))
    const input = [body.input].flat()
    requests.push({ path: asked.path, model: body.model, input, body, authorization: asked.authorization })
    for (const tell of listeners.splice(0)) tell()
    listeners = []
    const script = queue.shift()
    if (script && 'status' in script) return send(response, script.status, script.body)
    if (script && 'ending' in script) {
      if (script.ending === 'connection-reset') response.socket?.destroy()
      return
    }
    const name = body.model.replace(/:latest$/, '')
    if (name.startsWith('scripted-'))
      return send(response, 200, bodyOf(recording('embed', 'a chat model asked to embed')))
    if (!name.startsWith('all-minilm')) return send(response, 404, bodyOf(recording('embed', 'unknown model')))
    if (input.length === 0 || (input.length === 1 && input[0] === '')) {
      return send(response, 200, bodyOf(recording('embed', 'no texts')))
    }
    // Not of length 1, as those of many servers.
    const right = (await embedder.embed(input)).map((vector) => [...vector].map((value) => value * 3))
    const embeddings = script ? script.vectors(right) : right
    if (asked.path === '/v1/embeddings') {
      const data = embeddings.map((embedding, index) => ({ object: 'embedding', index, embedding }))
      return send(response, 200, JSON.stringify({ object: 'list', model: body.model, data: data.toReversed() }))
    }
    return send(response, 200, JSON.stringify({ model: body.model, embeddings, prompt_eval_count: 8 }))
  }
}

function send(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(body)
}
