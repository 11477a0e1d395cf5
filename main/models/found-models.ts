import type { ModelInMemory } from '#contract/model-memory.contract'
import type { ModelInfo, ModelServer } from '#contract/models.contract'
import { adviceForMissing, adviceForServer } from '#contract/models.sentences'
import type { Provider } from '#contract/providers.contract'
import type { ChatLimits } from '#models/chat/limits'
import { isLocalAddress } from '#models/chat/local-address'
import { isNobodyThere, stoppedBecause } from '#models/chat/model-fault'
import { createOllamaServer, isSameModel, type OllamaModel, type OllamaServer } from '#models/chat/ollama.server'
import { type CompatibleModel, listCompatibleModels } from '#models/chat/openai-compatible.server'
import type { Machine } from './machine.ts'

export interface LookAround {
  readonly machine: Machine
  readonly limits: Partial<ChatLimits>
  readonly signal?: AbortSignal
}

/** What an Ollama server at this address has, with what it means for a person. */
export async function findOllama(
  address: string,
  {
    isInstalled,
    allowedAt,
    ...around
  }: LookAround & { readonly isInstalled: () => boolean; readonly allowedAt: number | null },
): Promise<ModelServer> {
  const { machine, limits, signal } = around
  const local = isLocalAddress(address)
  const server = createOllamaServer({ address, limits })
  const told = { id: 'ollama', name: 'Ollama', runtime: 'ollama' as const, address, local, allowedAt }
  if (!local && allowedAt === null) return notAllowed(told, [])
  try {
    const [version, listed, running] = await Promise.all([
      server.version(signal).catch(() => null),
      server.models(signal),
      server.running(signal).catch(() => []),
    ])
    const models = await Promise.all(
      listed.map((model) => describe(server, model, { machine, running, local, signal })),
    )
    const state = models.some((model) => model.chat) ? ('ready' as const) : ('no-models' as const)
    return { ...told, state, version, models, advice: adviceForServer({ ...told, state, version }) }
  } catch (cause) {
    const state = isNobodyThere(cause) && local && !isInstalled() ? 'not-installed' : serverStateAfter(cause)
    return { ...told, state, version: null, models: [], advice: adviceForServer({ ...told, state, version: null }) }
  }
}

export interface FoundProvider {
  readonly provider: Provider
  readonly key: () => Promise<string | null>
  readonly allowedAt: number | null
}

/** What a server that speaks as OpenAI does has; one on another machine is asked only where the person allowed it. */
export async function findCompatible(
  { provider, key, allowedAt }: FoundProvider,
  { limits, signal }: LookAround,
): Promise<ModelServer> {
  const { id, name, address, models: named, listed: takesListed } = provider
  const local = isLocalAddress(address)
  const told = { id, name, runtime: 'openai-compatible' as const, address, local, allowedAt, version: null }
  const ofNamed = named.map((one) => compatibleModel({ name: one, contextLength: null, vision: false }, id))
  if (!local && allowedAt === null) return notAllowed(told, ofNamed)
  try {
    const listed = await listCompatibleModels({ address, key: await key(), limits }, signal)
    // A server without a list may still have what was named.
    const missing = listed?.length ? named.filter((one) => !listed.some((model) => model.name === one)) : []
    const wanted = named.filter((one) => !missing.includes(one))
    const others = takesListed ? (listed ?? []).filter((model) => !named.includes(model.name)) : []
    const models = [...wanted.map((one) => known(listed, one)), ...others].map((model) => compatibleModel(model, id))
    const state = models.length > 0 ? ('ready' as const) : ('no-models' as const)
    const advice = missing.length > 0 ? adviceForMissing(address, missing) : adviceForServer({ ...told, state })
    return { ...told, state, models, advice }
  } catch (cause) {
    const state = serverStateAfter(cause)
    return { ...told, state, models: ofNamed, advice: adviceForServer({ ...told, state }) }
  }
}

/** What a model of this size on disk takes while it runs, about. */
export function memoryNeed(bytes: number | null): number | null {
  return bytes === null ? null : Math.round(bytes * 1.2 + 300_000_000)
}

/** Whether a model of this need runs well on this machine. */
export function fitOf(memory: number | null, machine: Machine): ModelInfo['fits'] {
  if (memory === null) return 'unknown'
  if (memory <= machine.freeMemory * 0.9) return 'yes'
  return memory <= machine.memory * 0.85 ? 'tight' : 'no'
}

/** What it says of a server that it could not be asked. */
export function serverStateAfter(cause: unknown): 'not-running' | 'refused' | 'held-back' | 'failing' {
  if (isNobodyThere(cause)) return 'not-running'
  const { reason } = stoppedBecause(cause, undefined)
  return reason === 'refused' || reason === 'held-back' ? reason : 'failing'
}

function notAllowed(
  told: Omit<ModelServer, 'state' | 'advice' | 'version' | 'models'>,
  models: readonly ModelInfo[],
): ModelServer {
  const asked = { ...told, state: 'not-allowed' as const, version: null }
  return { ...asked, models: [...models], advice: adviceForServer(asked) }
}

function known(listed: readonly CompatibleModel[] | null, name: string): CompatibleModel {
  return listed?.find((model) => model.name === name) ?? { name, contextLength: null, vision: false }
}

async function describe(
  server: OllamaServer,
  model: OllamaModel,
  {
    machine,
    running,
    local,
    signal,
  }: {
    readonly machine: Machine
    readonly running: readonly ModelInMemory[]
    readonly local: boolean
    readonly signal: AbortSignal | undefined
  },
): Promise<ModelInfo> {
  // Older servers tell capabilities only when asked about one model.
  const detail = model.capabilities ? model : await server.show(model.name, signal).catch(() => null)
  const can = detail?.capabilities ?? ['completion']
  const memory = memoryNeed(model.bytes)
  const isRunning = running.some(({ name }) => isSameModel(name, model.name))
  return {
    runtime: 'ollama',
    name: model.name,
    bytes: model.bytes,
    parameters: model.parameters,
    quantization: model.quantization,
    contextLength: detail?.contextLength ?? null,
    chat: can.includes('completion'),
    thinking: can.includes('thinking'),
    tools: can.includes('tools'),
    vision: can.includes('vision'),
    embedding: can.includes('embedding'),
    memory,
    fits: isRunning ? 'yes' : local ? fitOf(memory, machine) : 'unknown',
  }
}

function compatibleModel({ name, contextLength, vision }: CompatibleModel, provider: string): ModelInfo {
  return {
    runtime: 'openai-compatible',
    name,
    provider,
    bytes: null,
    parameters: null,
    quantization: null,
    contextLength,
    chat: true,
    thinking: false,
    tools: false,
    vision,
    embedding: false,
    memory: null,
    fits: 'unknown',
  }
}
