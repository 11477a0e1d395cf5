import { randomUUID } from 'node:crypto'
import { adviceForServer } from '#contract/models.sentences'
import type {
  Consent,
  KeptIn,
  KnownProvider,
  Provider,
  ProviderNotFound,
  ProviderTrial,
  ProviderWish,
} from '#contract/providers.contract'
import { fail, ok, type Result } from '#contract/result'
import type { Settings, SettingsWrite } from '#contract/settings.contract'
import type { ChatLimits } from '#models/chat/limits'
import { isLocalAddress } from '#models/chat/local-address'
import { listCompatibleModels } from '#models/chat/openai-compatible.server'
import type { Secrets } from '../app/secrets.ts'
import { serverStateAfter } from './found-models.ts'
import { providerOf } from './model-choices.ts'
import { ollamaAddress } from './ollama-address.ts'
import { createProviderKeys } from './provider-keys.ts'

export interface ProvidersDeps {
  readonly settings: { get(): Settings; set(change: SettingsWrite): Promise<Settings> }
  readonly secrets: Secrets
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly limits?: Partial<ChatLimits>
  readonly clock?: () => number
  readonly newId?: () => string
}

export type Providers = ReturnType<typeof createProviders>

interface Kept {
  readonly provider: KnownProvider
  readonly kept: KeptIn | null
}

/** Servers that speak as OpenAI does: what a person set up, the key of each, and to which of them questions may be sent. */
export function createProviders(deps: ProvidersDeps) {
  const { settings, secrets, environment, limits = {}, clock = Date.now, newId = randomUUID } = deps
  const ollamaHost = () => ollamaAddress(environment['OLLAMA_HOST'] || settings.get().ollamaAddress)
  const all = () => settings.get().modelProviders
  const keys = createProviderKeys({ secrets, environment, providers: all })
  return {
    ollamaHost,
    all,
    find,
    list,
    add,
    change,
    remove,
    test,
    allow,
    withdraw,
    allowedAt,
    mayAskOllama,
    askable,
    keyAt,
    keyOf: keys.get,
  }

  function find(id: string): Provider | undefined {
    return all().find((provider) => provider.id === id)
  }

  function list(): Promise<KnownProvider[]> {
    return Promise.all(all().map(known))
  }

  async function add({ key, ...wish }: ProviderWish & { readonly key?: string | undefined }): Promise<Kept> {
    const provider = { id: newId(), ...wish }
    const kept = key?.trim() ? await keys.set(provider.id, key) : null
    await settings.set({ modelProviders: [...all(), provider] })
    return { provider: await known(provider), kept }
  }

  async function change({
    key,
    ...provider
  }: Provider & { readonly key?: string | null | undefined }): Promise<Result<Kept, ProviderNotFound>> {
    const before = find(provider.id)
    if (!before) return notFound(provider.id)
    // A key is for one server: another one must never be sent it, so it goes before the address changes.
    const moved = new URL(before.address).origin !== new URL(provider.address).origin
    let kept: KeptIn | null = null
    if (moved && (await keys.where(before)) !== null) kept = await keys.set(provider.id, null)
    if (key === null || key?.trim()) kept = await keys.set(provider.id, key)
    await settings.set({
      modelProviders: all().map((one) => (one.id === provider.id ? provider : one)),
      ...(before.address === provider.address ? {} : { sendingAllowed: without(provider.id) }),
    })
    return ok({ provider: await known(provider), kept })
  }

  async function remove(id: string): Promise<boolean> {
    if (!find(id)) return false
    await keys.set(id, null)
    const { chatModel, lastChatModel, quickModel, backgroundModel, fallbackModels } = settings.get()
    const stays = <T extends { provider?: string | undefined; runtime: string } | null>(choice: T) =>
      choice !== null && choice.runtime === 'openai-compatible' && providerOf(choice) === id ? null : choice
    await settings.set({
      modelProviders: all().filter((one) => one.id !== id),
      sendingAllowed: without(id),
      chatModel: stays(chatModel),
      lastChatModel: stays(lastChatModel),
      quickModel: stays(quickModel),
      backgroundModel: stays(backgroundModel),
      fallbackModels: fallbackModels.filter((choice) => stays(choice) !== null),
    })
    return true
  }

  /** A person asked for it, so it is asked wherever it is; only the switch that stops everything goes before. */
  async function test(
    { address, id, key }: { readonly address: string; readonly id?: string; readonly key?: string },
    signal?: AbortSignal,
  ): Promise<ProviderTrial> {
    const set = id === undefined ? undefined : find(id)
    const isSame = set && new URL(set.address).origin === new URL(address).origin
    const used = key?.trim() || (isSame ? await keys.get(set) : null)
    const told = { runtime: 'openai-compatible' as const, address, version: null }
    try {
      const listed = await listCompatibleModels({ address, key: used, limits }, signal)
      const models = listed?.map(({ name }) => name) ?? null
      const state = models?.length === 0 ? 'no-models' : 'ready'
      return { state, models, advice: adviceForServer({ ...told, state }) }
    } catch (cause) {
      const state = serverStateAfter(cause)
      return { state, models: null, advice: adviceForServer({ ...told, state }) }
    }
  }

  async function allow(id: string): Promise<Result<Consent, ProviderNotFound>> {
    const address = addressOf(id)
    if (address === undefined) return notFound(id)
    const consent = { server: id, address, at: clock() }
    await settings.set({ sendingAllowed: [...without(id), consent] })
    return ok(consent)
  }

  async function withdraw(id: string): Promise<boolean> {
    const rest = without(id)
    if (rest.length === settings.get().sendingAllowed.length) return false
    await settings.set({ sendingAllowed: rest })
    return true
  }

  /** When the person let questions be sent to a server at just this address; null: never. */
  function allowedAt(server: string, address: string): number | null {
    const consent = settings.get().sendingAllowed.find((one) => one.server === server && one.address === address)
    return consent?.at ?? null
  }

  /** Those that may be asked something without being told to by a person: they are here, or allowed. */
  function askable(): readonly Provider[] {
    return all().filter(({ id, address }) => mayAsk(id, address))
  }

  function mayAskOllama(): boolean {
    return mayAsk('ollama', ollamaHost())
  }

  function mayAsk(id: string, address: string): boolean {
    return isLocalAddress(address) || allowedAt(id, address) !== null
  }

  /** The key for what stands at an address: that of the server set up there, and of no other. */
  async function keyAt(address: string): Promise<string | null> {
    const server = all().find((one) => new URL(one.address).origin === new URL(address).origin)
    return server ? keys.get(server) : null
  }

  async function known(provider: Provider): Promise<KnownProvider> {
    return { ...provider, local: isLocalAddress(provider.address), keyIn: await keys.where(provider) }
  }

  function addressOf(id: string): string | undefined {
    return id === 'ollama' ? ollamaHost() : find(id)?.address
  }

  function without(id: string): Consent[] {
    return settings.get().sendingAllowed.filter(({ server }) => server !== id)
  }
}

function notFound(id: string): { ok: false; failure: ProviderNotFound } {
  return fail({ code: 'PROVIDER_NOT_FOUND', message: 'No such server', id })
}
