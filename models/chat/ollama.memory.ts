import { Ollama } from 'ollama'
import { z } from 'zod'
import { createGuardedFetch } from './guarded-fetch.ts'
import { type KeepAlive, keepAliveField } from './keep-alive.ts'
import { type ChatLimits, defaultChatLimits } from './limits.ts'
import { ModelFault } from './model-fault.ts'

const Done = z.looseObject({ done: z.literal(true) })
const NoVectors = z.looseObject({ embeddings: z.array(z.unknown()) })

export interface ModelToLoad {
  readonly name: string
  /** True for one that only embeds: it is not loaded by what loads the others. */
  readonly embeds: boolean
  /** Tokens as they are asked for with a question: of another size it would be loaded anew. */
  readonly context: number
  readonly keepAlive: KeepAlive
}

/** Has an Ollama server load a model or let it go, within the time the first word of an answer may take. Throws a `ModelFault`. */
export function createOllamaMemory({
  address,
  limits = {},
}: {
  readonly address: string
  readonly limits?: Partial<ChatLimits>
}) {
  const { firstToken, lineBytes } = { ...defaultChatLimits, ...limits }
  return { load, unload }

  /** Resolves when the model is in memory; leaving before that has the server stop. */
  async function load({ name: model, embeds, context, keepAlive }: ModelToLoad, signal?: AbortSignal): Promise<void> {
    const kept = keepAliveField(keepAlive)
    await inTime(signal, async (client) => {
      // A request without a text only loads.
      if (embeds) return NoVectors.safeParse(await client.embed({ model, input: [], ...kept }))
      const options = { num_ctx: context }
      return Done.safeParse(await client.generate({ model, prompt: '', stream: false, options, ...kept }))
    })
  }

  /** Resolves when the server has heard it; a model that is answering stays until it has answered. */
  async function unload(name: string, signal?: AbortSignal): Promise<void> {
    await inTime(signal, async (client) =>
      Done.safeParse(await client.generate({ model: name, prompt: '', stream: false, keep_alive: 0 })),
    )
  }

  async function inTime(
    signal: AbortSignal | undefined,
    ask: (client: Ollama) => Promise<{ readonly success: boolean }>,
  ): Promise<void> {
    const limit = AbortSignal.timeout(firstToken)
    const ends = signal ? AbortSignal.any([signal, limit]) : limit
    const guarded = createGuardedFetch({ signal: ends, contentType: /json/, lineBytes, jsonLines: false })
    const answer = await ask(new Ollama({ host: address, fetch: guarded })).catch((cause: unknown) => {
      signal?.throwIfAborted()
      if (limit.aborted) throw new ModelFault('silent-too-long', `Nothing came for ${firstToken} ms`, { cause })
      throw cause
    })
    if (!answer.success) throw new ModelFault('garbled', 'An answer of another shape')
  }
}
