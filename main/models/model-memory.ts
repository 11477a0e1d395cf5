import type { ModelDetails, ModelMemory, OllamaCallFailed } from '#contract/model-memory.contract'
import { fail, ok, type Result } from '#contract/result'
import type { Settings } from '#contract/settings.contract'
import type { ChatLimits } from '#models/chat/limits'
import { isLocalAddress } from '#models/chat/local-address'
import { isConnectionError, isNobodyThere, stoppedBecause } from '#models/chat/model-fault'
import { contextFor } from '#models/chat/ollama.chat-model'
import { createOllamaMemory } from '#models/chat/ollama.memory'
import { createOllamaServer, isSameModel } from '#models/chat/ollama.server'
import type { OllamaModelDetail } from '#models/chat/ollama.show'
import { fitOf, memoryNeed } from './found-models.ts'
import { contextMemoryOf, type Machine } from './machine.ts'
import type { Providers } from './providers.ts'
import { untilGone } from './until-gone.ts'

export interface ModelMemoryDeps {
  readonly settings: { get(): Pick<Settings, 'keepInMemory'> }
  readonly providers: Pick<Providers, 'ollamaHost' | 'mayAskOllama'>
  readonly machine: () => Promise<Machine>
  readonly limits?: Partial<ChatLimits>
}

export type ModelMemoryService = ReturnType<typeof createModelMemory>

/** Says what Ollama knows of a model and what it has in memory, and has it load one or let it go. */
export function createModelMemory({ settings, providers, machine, limits = {} }: ModelMemoryDeps) {
  return { details, list, load, unload }

  async function details(name: string, signal?: AbortSignal): Promise<Result<ModelDetails, OllamaCallFailed>> {
    return asked(name, signal, async (address) => {
      const server = createOllamaServer({ address, limits })
      const [shown, listed, facts] = await Promise.all([
        server.card(name, signal),
        server.models(signal).catch(() => []),
        machine(),
      ])
      const { bytesPerToken: _, chosenContext: __, family: ___, ...told } = shown
      const bytes = listed.find((one) => isSameModel(one.name, name))?.bytes ?? null
      const memory = memoryNeed(bytes)
      const isHere = isLocalAddress(address)
      return {
        name,
        ...told,
        settings: [...told.settings],
        capabilities: told.capabilities && [...told.capabilities],
        usedContext: onlyEmbeds(shown) ? null : contextFor(shown, contextMemoryOf(facts)),
        bytes,
        memory,
        machineMemory: isHere ? facts.memory : null,
        fits: isHere ? fitOf(memory, facts) : 'unknown',
      }
    })
  }

  async function list(signal?: AbortSignal): Promise<ModelMemory> {
    if (!providers.mayAskOllama()) return { known: false, models: [] }
    try {
      return await inMemory(providers.ollamaHost(), signal)
    } catch {
      signal?.throwIfAborted()
      return { known: false, models: [] }
    }
  }

  /** As the next question has it loaded, so that it is not loaded again for that. */
  async function load(name: string, signal?: AbortSignal): Promise<Result<ModelMemory, OllamaCallFailed>> {
    return asked(name, signal, async (address) => {
      const shown = await createOllamaServer({ address, limits }).show(name, signal)
      const context = contextFor(shown, contextMemoryOf(await machine()))
      const { keepInMemory } = settings.get()
      // Not at all would mean to let it go at once, which nobody wants who has it loaded.
      const keepAlive = keepInMemory === 0 ? null : keepInMemory
      await createOllamaMemory({ address, limits }).load(
        { name, embeds: onlyEmbeds(shown), context, keepAlive },
        signal,
      )
      return inMemory(address, signal)
    })
  }

  async function unload(name: string, signal?: AbortSignal): Promise<Result<ModelMemory, OllamaCallFailed>> {
    return asked(name, signal, async (address) => {
      await createOllamaMemory({ address, limits }).unload(name, signal)
      return untilGone(name, () => inMemory(address, signal), signal)
    })
  }

  async function inMemory(address: string, signal: AbortSignal | undefined): Promise<ModelMemory> {
    return { known: true, models: [...(await createOllamaServer({ address, limits }).running(signal))] }
  }

  async function asked<T>(
    name: string,
    signal: AbortSignal | undefined,
    ask: (address: string) => Promise<T>,
  ): Promise<Result<T, OllamaCallFailed>> {
    const address = providers.ollamaHost()
    if (!providers.mayAskOllama()) return failed(name, 'not-allowed', address)
    try {
      return ok(await ask(address))
    } catch (cause) {
      signal?.throwIfAborted()
      const { reason, message } = stoppedBecause(cause, undefined)
      if (isNobodyThere(cause) || isConnectionError(cause)) return failed(name, 'not-running', address)
      if (message.startsWith('404')) return failed(name, 'model-missing', message)
      return failed(name, reasons[reason] ?? 'failing', message)
    }
  }
}

const reasons: Readonly<Partial<Record<string, OllamaCallFailed['reason']>>> = {
  'held-back': 'held-back',
  'out-of-memory': 'out-of-memory',
  'silent-too-long': 'silent',
  refused: 'refused',
}

function failed(name: string, reason: OllamaCallFailed['reason'], detail: string) {
  return fail({ code: 'OLLAMA_CALL_FAILED', message: `${reason}: ${detail}`, reason, name, detail })
}

/** Older servers do not say what a model can; most can answer. */
function onlyEmbeds({ capabilities }: Pick<OllamaModelDetail, 'capabilities'>): boolean {
  return capabilities !== null && capabilities.includes('embedding') && !capabilities.includes('completion')
}
