import type { ModelInfo, ModelServer } from '#contract/models.contract'
import { adviceForServer } from '#contract/models.sentences'
import type { ChatLimits } from '#models/chat/limits'
import { isLocalAddress } from '#models/chat/local-address'
import { isNobodyThere, stoppedBecause } from '#models/chat/model-fault'
import { createOllamaServer, isSameModel, type OllamaModel, type OllamaServer } from '#models/chat/ollama.server'
import { listCompatibleModels } from '#models/chat/openai-compatible.server'
import type { Machine } from './machine.ts'

export interface LookAround {
  readonly machine: Machine
  readonly limits: Partial<ChatLimits>
  readonly signal?: AbortSignal
}

/** What an Ollama server at this address has, with what it means for a person. */
export async function findOllama(
  address: string,
  { isInstalled, ...around }: LookAround & { readonly isInstalled: () => boolean },
): Promise<ModelServer> {
  const { machine, limits, signal } = around
  const local = isLocalAddress(address)
  const server = createOllamaServer({ address, limits })
  const told = { runtime: 'ollama' as const, address, local }
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
    const state = isNobodyThere(cause) && local && !isInstalled() ? 'not-installed' : stateAfter(cause)
    return { ...told, state, version: null, models: [], advice: adviceForServer({ ...told, state, version: null }) }
  }
}

/** What the OpenAI-compatible server a person named has. */
export async function findCompatible(
  { address, model, key }: { readonly address: string; readonly model: string; readonly key: string | null },
  { limits, signal }: LookAround,
): Promise<ModelServer> {
  const told = { runtime: 'openai-compatible' as const, address, local: isLocalAddress(address), version: null }
  try {
    const listed = await listCompatibleModels({ address, key, limits }, signal)
    const names = listed?.toSorted((a, b) => Number(b.name === model) - Number(a.name === model))
    const models = (names ?? [{ name: model, contextLength: null }]).map(compatibleModel)
    const missing = listed !== null && listed.length > 0 && !listed.some(({ name }) => name === model)
    const state = missing ? ('no-models' as const) : ('ready' as const)
    return { ...told, state, models, advice: adviceForServer({ ...told, state }) }
  } catch (cause) {
    const state = stateAfter(cause)
    return { ...told, state, models: [], advice: adviceForServer({ ...told, state }) }
  }
}

/** Whether a model of this need runs well on this machine. */
export function fitOf(memory: number | null, machine: Machine): ModelInfo['fits'] {
  if (memory === null) return 'unknown'
  if (memory <= machine.freeMemory * 0.9) return 'yes'
  return memory <= machine.memory * 0.85 ? 'tight' : 'no'
}

function stateAfter(cause: unknown): ModelServer['state'] {
  if (isNobodyThere(cause)) return 'not-running'
  return stoppedBecause(cause, undefined).reason === 'refused' ? 'refused' : 'failing'
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
    readonly running: readonly string[]
    readonly local: boolean
    readonly signal: AbortSignal | undefined
  },
): Promise<ModelInfo> {
  // Older servers tell capabilities only when asked about one model.
  const detail = model.capabilities ? model : await server.show(model.name, signal).catch(() => null)
  const can = detail?.capabilities ?? ['completion']
  const memory = model.bytes === null ? null : Math.round(model.bytes * 1.2 + 300_000_000)
  const isRunning = running.some((name) => isSameModel(name, model.name))
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

function compatibleModel({
  name,
  contextLength,
}: {
  readonly name: string
  readonly contextLength: number | null
}): ModelInfo {
  return {
    runtime: 'openai-compatible',
    name,
    bytes: null,
    parameters: null,
    quantization: null,
    contextLength,
    chat: true,
    thinking: false,
    tools: false,
    vision: false,
    embedding: false,
    memory: null,
    fits: 'unknown',
  }
}
