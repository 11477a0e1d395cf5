import type { ModelUse } from '#contract/model-requests.contract'
import type { ModelChoice, ModelServer, ModelsState } from '#contract/models.contract'
import type { Settings, SettingsWrite } from '#contract/settings.contract'
import { whenAllowed } from '#models/chat/allowed'
import type { ChatModel } from '#models/chat/chat-model'
import type { ChatLimits } from '#models/chat/limits'
import { createOllamaChatModel } from '#models/chat/ollama.chat-model'
import { createCompatibleChatModel } from '#models/chat/openai-compatible.chat-model'
import { createQuotesChatModel } from '#models/chat/quotes.chat-model'
import { findCompatible, findOllama } from './found-models.ts'
import { contextMemoryOf, type Machine } from './machine.ts'
import { choiceFrom, isSameChoice, providerOf } from './model-choices.ts'
import { createModelMemory } from './model-memory.ts'
import { createOllamaStart, findOllamaProgram } from './ollama-program.ts'
import type { Providers } from './providers.ts'
import { createPulls } from './pulls.ts'

export interface ModelsDeps {
  readonly settings: { get(): Settings; set(change: SettingsWrite): Promise<Settings> }
  readonly providers: Providers
  /** Where the program of Ollama is looked up. */
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly machine: () => Promise<Machine>
  /** How the model that embeds is doing. */
  readonly embedding: () => Promise<ModelsState['embedding']>
  readonly limits?: Partial<ChatLimits>
}

export type ModelsService = ReturnType<typeof createModelsService>

/** Knows which models there are and which one answers. */
export function createModelsService(deps: ModelsDeps) {
  const { settings, providers, environment, machine, embedding, limits = {} } = deps
  const { ollamaHost } = providers
  // A question does not wait long for a server that may not be there; quotes answer instead.
  const shortLimits = { ...limits, lookUp: Math.min(limits.lookUp ?? 1_500, 1_500) }
  const pulls = createPulls({ address: ollamaHost, freeDisk: async () => (await machine()).freeDisk })
  const startOllama = createOllamaStart({ address: ollamaHost, environment })
  /** What answering needs of it. */
  const answering = { pickModel: pick, standIns, backgroundModel: background, modelUsed: used }
  const memory = createModelMemory({ settings, providers, machine, limits })
  return { state, choose, startOllama, pick, standIns, background, used, answering, pulls, memory }

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

  /**
   * The model that answers: the wished one, else the one chosen for this use, else the one chosen, else the one used last,
   * else the first to go on with that is ready, else the first that fits.
   */
  async function pick(wish?: ModelChoice, signal?: AbortSignal, use: ModelUse = 'chat'): Promise<ChatModel> {
    const { chatModel, lastChatModel, fallbackModels } = settings.get()
    const decided = wish ?? chosenFor(use) ?? chatModel
    if (decided) return modelFor(decided)
    const again = lastChatModel && (await firstReady([lastChatModel, ...fallbackModels], signal))
    if (again) return again
    const found = choiceFrom(await lookAround(await machine(), signal, shortLimits), null)
    const isNobodyThere = found.runtime === 'quotes' && lastChatModel === null
    return (isNobodyThere && (await firstReady(fallbackModels, signal))) || modelFor(found)
  }

  /** What goes on where a model cannot, in the order the person gave. */
  async function standIns(not: Pick<ChatModel, 'runtime' | 'name' | 'server'>): Promise<readonly ChatModel[]> {
    const others = settings.get().fallbackModels.filter((choice) => !isSameChoice(choice, choiceNaming(not)))
    return Promise.all(others.map(modelFor))
  }

  /** The model for work that nobody waits for; null: the one that answers in the conversation. */
  async function background(): Promise<ChatModel | null> {
    const choice = chosenFor('background')
    return choice && modelFor(choice)
  }

  /** Remembers which model answered. */
  async function used(model: Pick<ChatModel, 'runtime' | 'name' | 'server'>): Promise<void> {
    const { lastChatModel } = settings.get()
    const choice = choiceNaming(model)
    if (model.runtime === 'quotes' || (lastChatModel && isSameChoice(lastChatModel, choice))) return
    await settings.set({ lastChatModel: choice })
  }

  async function firstReady(choices: readonly ModelChoice[], signal?: AbortSignal): Promise<ChatModel | null> {
    for (const choice of choices) {
      const model = await modelFor(choice)
      const readiness = await model.readiness(signal)
      if (readiness.ready) return model
    }
    return null
  }

  function chosenFor(use: ModelUse): ModelChoice | null {
    const { quickModel, backgroundModel } = settings.get()
    return { chat: null, quick: quickModel, background: backgroundModel }[use]
  }

  async function lookAround(
    facts: Machine,
    signal: AbortSignal | undefined,
    within = limits,
  ): Promise<readonly ModelServer[]> {
    const around = { machine: facts, limits: within, signal }
    const address = ollamaHost()
    const allowedAt = providers.allowedAt('ollama', address)
    const ollama = { ...around, allowedAt, isInstalled: () => findOllamaProgram(environment) !== null }
    const compatible = providers.all().map((provider) => ({
      provider,
      key: () => providers.keyOf(provider),
      allowedAt: providers.allowedAt(provider.id, provider.address),
    }))
    return Promise.all([findOllama(address, ollama), ...compatible.map((one) => findCompatible(one, around))])
  }

  async function modelFor(choice: ModelChoice): Promise<ChatModel> {
    const { runtime, name } = choice
    if (runtime === 'quotes') return createQuotesChatModel()
    if (runtime === 'openai-compatible') return compatibleModel(name, providerOf(choice))
    const contextMemory = contextMemoryOf(await machine())
    const address = ollamaHost()
    const keepAlive = () => settings.get().keepInMemory
    const model = createOllamaChatModel({ address, name, limits, contextMemory, keepAlive })
    return whenAllowed(model, () => providers.allowedAt('ollama', address) !== null)
  }

  async function compatibleModel(name: string, id: string): Promise<ChatModel> {
    const provider = providers.find(id)
    if (!provider) return goneModel(name, id)
    const { address } = provider
    const model = createCompatibleChatModel({ address, key: await providers.keyOf(provider), name, server: id, limits })
    return whenAllowed(model, () => providers.allowedAt(id, address) !== null)
  }
}

function choiceNaming({ runtime, name, server }: Pick<ChatModel, 'runtime' | 'name' | 'server'>): ModelChoice {
  return runtime === 'openai-compatible' ? { runtime, name, provider: server } : { runtime, name }
}

/** A model whose server was forgotten; an assistant or an open page may still name it. */
function goneModel(name: string, server: string): ChatModel {
  const message = 'Its server was forgotten'
  return {
    runtime: 'openai-compatible',
    name,
    server,
    local: true,
    contextLength: async () => 0,
    readiness: async () => ({ ready: false, reason: 'model-missing', message }),
    async *stream() {
      yield { type: 'stopped', failure: { code: 'MODEL_STOPPED', reason: 'refused', message } }
    },
  }
}
