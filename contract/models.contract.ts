import { oc } from '@orpc/contract'
import { z } from 'zod'
import { embeddingModelsContract } from './embedding-models.contract.ts'
import { ModelDetails, modelMemoryContract, NamedModel, OLLAMA_CALL_FAILED } from './model-memory.contract.ts'
import { modelRequestsContract } from './model-requests.contract.ts'
import { providersContract } from './providers.contract.ts'
import { pullsContract } from './pulls.contract.ts'
import { rerankingContract } from './reranking.contract.ts'
import type { Failure } from './result.ts'

export const ModelRuntime = z.enum(['ollama', 'openai-compatible', 'quotes'])
export type ModelRuntime = z.infer<typeof ModelRuntime>

/** Names the model that answers. For `quotes` the name is `quotes`. */
export const ModelChoice = z.object({
  runtime: ModelRuntime,
  name: z.string(),
  /** Which of the OpenAI-compatible servers has it; absent: the one from when there could be only one. */
  provider: z.string().max(40).optional(),
})
export type ModelChoice = z.infer<typeof ModelChoice>

export const ModelInfo = z.object({
  runtime: ModelRuntime,
  name: z.string(),
  /** The provider that has it; absent for Ollama's. */
  provider: z.string().optional(),
  bytes: z.number().nullable(),
  /** As the server names it, e.g. `3.2B`. */
  parameters: z.string().nullable(),
  quantization: z.string().nullable(),
  contextLength: z.number().int().nullable(),
  chat: z.boolean(),
  thinking: z.boolean(),
  tools: z.boolean(),
  vision: z.boolean(),
  embedding: z.boolean(),
  /** Estimated memory while it runs, bytes; null when unknown. */
  memory: z.number().nullable(),
  fits: z.enum(['yes', 'tight', 'no', 'unknown']),
})
export type ModelInfo = z.infer<typeof ModelInfo>

export const ModelServer = z.object({
  /** A provider's id, or `ollama`. */
  id: z.string(),
  /** As a person calls it. */
  name: z.string(),
  runtime: z.enum(['ollama', 'openai-compatible']),
  address: z.string(),
  /** False when the address is not a loopback one: questions sent to it leave the machine. */
  local: z.boolean(),
  /** When the person let questions be sent to it, at this address; null: they did not, and it is asked nothing unless it is local. */
  allowedAt: z.number().nullable(),
  state: z.enum([
    'ready',
    'no-models',
    'not-running',
    'not-installed',
    'refused',
    'failing',
    'not-configured',
    /** It is on another machine, and the person has not let anything be sent to it. */
    'not-allowed',
    /** The switch that stops all that leaves this machine is on. */
    'held-back',
  ]),
  /** A sentence for people: what it means and what to do next; null when all is well. */
  advice: z.string().nullable(),
  version: z.string().nullable(),
  models: z.array(ModelInfo),
})
export type ModelServer = z.infer<typeof ModelServer>

export const ModelsState = z.object({
  /** What will answer the next question. */
  active: ModelChoice,
  /** What the person chose, null when Alcove picks. */
  chosen: ModelChoice.nullable(),
  servers: z.array(ModelServer),
  machine: z.object({
    memory: z.number(),
    freeMemory: z.number(),
    freeDisk: z.number().nullable(),
    cores: z.number().int(),
  }),
  embedding: z.object({
    id: z.string(),
    dimensions: z.number().int(),
    bytes: z.number(),
    state: z.enum(['ready', 'idle', 'failed']),
    advice: z.string().nullable(),
  }),
})
export type ModelsState = z.infer<typeof ModelsState>

/** Why Ollama was not started. */
const NotStartedReason = z.enum(['not-here', 'not-installed', 'ended', 'silent'])

export interface OllamaNotStarted extends Failure<'OLLAMA_NOT_STARTED'> {
  readonly reason: z.infer<typeof NotStartedReason>
  /** How it ended, or how long was waited. */
  readonly detail: string
}

const OLLAMA_NOT_STARTED = { status: 503, data: z.object({ reason: NotStartedReason, detail: z.string() }) }

/** What the page, the command line and HTTP may ask about models. */
export const modelsContract = {
  /** What was found on this machine; asks the servers afresh. */
  state: oc.route({ method: 'GET', path: '/models', summary: 'List models and servers found' }).output(ModelsState),
  /** Chooses what answers from now on; null lets Alcove pick again. */
  choose: oc
    .route({ method: 'POST', path: '/models/choose', summary: 'Choose the model that answers' })
    .input(z.object({ choice: ModelChoice.nullable() }))
    .output(ModelsState),
  /** Starts Ollama where it is installed on this machine and does not run; what was found once it answers. */
  startOllama: oc
    .route({ method: 'POST', path: '/models/ollama/start', summary: 'Start Ollama on this machine' })
    .errors({ OLLAMA_NOT_STARTED })
    .output(ModelsState),
  /** What Ollama says of one of its models, for people. */
  details: oc
    .route({ method: 'GET', path: '/models/details', summary: 'Details of a model in Ollama' })
    .input(NamedModel)
    .errors({ OLLAMA_CALL_FAILED })
    .output(ModelDetails),
  /** Which models are in memory, and loading them or letting them go. */
  memory: modelMemoryContract,
  /** The models that turn texts into vectors. */
  embedding: embeddingModelsContract,
  /** The model that puts the best passages of a search in order, where a person gave one. */
  reranking: rerankingContract,
  /** Models that come and go. */
  pulls: pullsContract,
  /** Servers that speak as OpenAI does, and what may be sent to whom. */
  providers: providersContract,
  /** What was asked of model servers, and how it went. */
  requests: modelRequestsContract,
}
