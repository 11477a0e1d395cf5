import { oc } from '@orpc/contract'
import { z } from 'zod'
import type { Failure } from './result.ts'

/** A model that an Ollama server has in memory now. */
export const ModelInMemory = z.object({
  name: z.string(),
  /** All it takes, in memory of the machine and on graphics cards; null where the server does not say. */
  bytes: z.number().nullable(),
  /** What of it is on graphics cards. */
  graphicsBytes: z.number().nullable(),
  /** Tokens it was loaded for. */
  contextLength: z.number().int().nullable(),
  /** When it is let go unless it is asked something before, in milliseconds; null where the server does not say. */
  until: z.union([z.number(), z.literal('server-ends')]).nullable(),
})
export type ModelInMemory = z.infer<typeof ModelInMemory>

export const ModelMemory = z.object({
  /** False where the server did not say what it has in memory: it is away, old, or asked nothing. */
  known: z.boolean(),
  models: z.array(ModelInMemory),
})
export type ModelMemory = z.infer<typeof ModelMemory>

/** What an Ollama server says of one model; null is what it does not say. */
export const ModelDetails = z.object({
  name: z.string(),
  /** Such as `llama`. */
  architecture: z.string().nullable(),
  /** Such as `gguf`. */
  format: z.string().nullable(),
  /** As the server names it, e.g. `3.2B`. */
  parameters: z.string().nullable(),
  quantization: z.string().nullable(),
  /** Tokens it can read at once. */
  contextLength: z.number().int().nullable(),
  /** Tokens Alcove has it loaded for; null for one that cannot chat. */
  usedContext: z.number().int().nullable(),
  /** Length of its vectors, or of what it calculates with. */
  width: z.number().int().nullable(),
  /** As the server names them, such as `completion`, `tools`, `vision`. */
  capabilities: z.array(z.string()).nullable(),
  /** What its maker set, such as `temperature`. */
  settings: z.array(z.object({ name: z.string(), value: z.string() })),
  system: z.string().nullable(),
  template: z.string().nullable(),
  license: z.string().nullable(),
  modifiedAt: z.number().nullable(),
  /** On disk. */
  bytes: z.number().nullable(),
  /** Estimated memory while it runs, bytes; of this machine's, where the server is on it. */
  memory: z.number().nullable(),
  machineMemory: z.number().nullable(),
  fits: z.enum(['yes', 'tight', 'no', 'unknown']),
})
export type ModelDetails = z.infer<typeof ModelDetails>

/** Why an Ollama server did not do what it was asked. */
export const OllamaCallReason = z.enum([
  'not-allowed',
  'held-back',
  'not-running',
  'model-missing',
  'out-of-memory',
  /** It said nothing for as long as a model may take to load. */
  'silent',
  'refused',
  'failing',
])

export interface OllamaCallFailed extends Failure<'OLLAMA_CALL_FAILED'> {
  readonly reason: z.infer<typeof OllamaCallReason>
  /** The model. */
  readonly name: string
  /** What the server said, or how long was waited. */
  readonly detail: string
}

/** Declares `OllamaCallFailed`. */
export const OLLAMA_CALL_FAILED = {
  status: 502,
  data: z.object({ reason: OllamaCallReason, name: z.string(), detail: z.string() }),
}

/** One model by its name. */
export const NamedModel = z.object({ name: z.string().trim().min(1).max(200) })

/** Which models an Ollama server has in memory, and having it load one or let it go. */
export const modelMemoryContract = {
  /** Those in memory now; asks nothing of a server that must not be asked. */
  list: oc.route({ method: 'GET', path: '/models/memory', summary: 'List the models in memory' }).output(ModelMemory),
  /** Loads a model as the next question would, and keeps it as the settings say; cancelling the call stops the loading. */
  load: oc
    .route({ method: 'POST', path: '/models/memory/load', summary: 'Load a model into memory' })
    .input(NamedModel)
    .errors({ OLLAMA_CALL_FAILED })
    .output(ModelMemory),
  /** Lets a model go; one that is answering goes when it has answered. */
  unload: oc
    .route({ method: 'POST', path: '/models/memory/unload', summary: 'Take a model out of memory' })
    .input(NamedModel)
    .errors({ OLLAMA_CALL_FAILED })
    .output(ModelMemory),
}
