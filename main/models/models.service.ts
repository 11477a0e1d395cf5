import type { ModelChoice, ModelInfo, ModelServer, ModelsState } from '#contract/models.contract'
import type { Settings, SettingsChange } from '#contract/settings.contract'
import type { ChatModel } from '#models/chat/chat-model'
import type { ChatLimits } from '#models/chat/limits'
import { createOllamaChatModel } from '#models/chat/ollama.chat-model'
import { isSameModel } from '#models/chat/ollama.server'
import { createCompatibleChatModel } from '#models/chat/openai-compatible.chat-model'
import { createQuotesChatModel } from '#models/chat/quotes.chat-model'
import { findCompatible, findOllama } from './found-models.ts'
import { isOllamaInstalled, type Machine } from './machine.ts'
import { ollamaAddress } from './ollama-address.ts'
import { createPulls } from './pulls.ts'

export interface ModelsDeps {
  readonly settings: {
    get(): Settings
    set(change: SettingsChange): Promise<Settings>
    key(): Promise<string | null>
  }
  /** Where `OLLAMA_HOST` and the program of Ollama are looked up. */
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly machine: () => Promise<Machine>
  /** How the model that embeds is doing. */
  readonly embedding: () => Promise<ModelsState['embedding']>
  readonly limits?: Partial<ChatLimits>
}

export type ModelsService = ReturnType<typeof createModelsService>

const quotes: ModelChoice = { runtime: 'quotes', name: 'quotes' }

/** Knows which models there are and which one answers. */
export function createModelsService({ settings, environment, machine, embedding, limits = {} }: ModelsDeps) {
  // A question does not wait long for a server that may not be there; quotes answer instead.
  const shortLimits = { ...limits, lookUp: Math.min(limits.lookUp ?? 1_500, 1_500) }
  const pulls = createPulls({ address: ollamaHost, freeDisk: async () => (await machine()).freeDisk })
  return { state, choose, pick, used, pulls }

  /** What was found, asked afresh. */
  async function state(signal?: AbortSignal): Promise<ModelsState> {
    const facts = await machine()
    const [servers, embedder] = await Promise.all([lookAround(facts, signal), embedding()])
    const { chatModel, lastChatModel } = settings.get()
    return {
      active: chatModel ?? choiceFrom(servers, lastChatModel),
      chosen: chatModel,
      servers: [...servers],
      machine: facts,
      embedding: embedder,
    }
  }

  async function choose(choice: ModelChoice | null): Promise<ModelsState> {
    await settings.set({ chatModel: choice })
    return state()
  }

  /** The model that answers: the wished one, else the chosen one, else the one used last, else the first that fits. */
  async function pick(wish?: ModelChoice, signal?: AbortSignal): Promise<ChatModel> {
    const { chatModel, lastChatModel } = settings.get()
    const decided = wish ?? chatModel
    if (decided) return modelFor(decided)
    if (lastChatModel) {
      const last = await modelFor(lastChatModel)
      const readiness = await last.readiness(signal)
      if (readiness.ready) return last
    }
    return modelFor(choiceFrom(await lookAround(await machine(), signal, shortLimits), null))
  }

  /** Remembers which model answered. */
  async function used(model: Pick<ChatModel, 'runtime' | 'name'>): Promise<void> {
    const { lastChatModel } = settings.get()
    const isKnown = lastChatModel?.runtime === model.runtime && lastChatModel.name === model.name
    if (model.runtime === 'quotes' || isKnown) return
    await settings.set({ lastChatModel: { runtime: model.runtime, name: model.name } })
  }

  async function lookAround(
    facts: Machine,
    signal: AbortSignal | undefined,
    within = limits,
  ): Promise<readonly ModelServer[]> {
    const around = { machine: facts, limits: within, signal }
    const { openaiCompatible } = settings.get()
    const compatible = openaiCompatible
      ? [findCompatible({ ...openaiCompatible, key: await settings.key() }, around)]
      : []
    const isInstalled = () => isOllamaInstalled(environment)
    return Promise.all([findOllama(ollamaHost(), { ...around, isInstalled }), ...compatible])
  }

  async function modelFor({ runtime, name }: ModelChoice): Promise<ChatModel> {
    const { openaiCompatible } = settings.get()
    if (runtime === 'quotes') return createQuotesChatModel()
    if (runtime === 'openai-compatible') {
      return createCompatibleChatModel({
        address: openaiCompatible?.address ?? 'http://127.0.0.1:1234/v1',
        key: openaiCompatible ? await settings.key() : null,
        name,
        limits,
      })
    }
    const { memory } = await machine()
    return createOllamaChatModel({ address: ollamaHost(), name, limits, contextMemory: memory / 8 })
  }

  function ollamaHost(): string {
    return ollamaAddress(environment['OLLAMA_HOST'] || settings.get().ollamaAddress)
  }
}

function choiceFrom(servers: readonly ModelServer[], last: ModelChoice | null): ModelChoice {
  const models = servers.flatMap((server) => (server.state === 'ready' ? server.models : []))
  const again = last && models.find((model) => model.chat && isSame(model, last))
  // A server that is not on this machine is used only when a person chose it: nothing leaves unasked.
  const here = servers.flatMap((server) => (server.local && server.state === 'ready' ? server.models : []))
  const fitting = here.find((model) => model.chat && model.fits === 'yes') ?? here.find(runsHere)
  const found = again || fitting
  return found ? { runtime: found.runtime, name: found.name } : quotes
}

function runsHere(model: ModelInfo): boolean {
  return model.chat && model.fits !== 'no'
}

function isSame(model: ModelInfo, choice: ModelChoice): boolean {
  return model.runtime === choice.runtime && isSameModel(model.name, choice.name)
}
