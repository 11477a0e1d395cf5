import { create } from 'zustand'

export interface ProviderDraft {
  readonly name: string
  readonly address: string
  /** Names of models, with commas between them. */
  readonly models: string
  readonly listed: boolean
  readonly key: string
}

interface Drafts {
  readonly ollama: string | null
  /** By provider; `new` for one that is being added. */
  readonly providers: Readonly<Record<string, ProviderDraft | undefined>>
}

/** What was typed about a server and not kept yet, so that no Esc and no change of page loses it. */
export const useServerDrafts = create<Drafts>(() => ({ ollama: null, providers: {} }))

/** Puts away what was typed about Ollama, or forgets it. */
export function keepDraft(draft: Pick<Drafts, 'ollama'>) {
  useServerDrafts.setState(draft)
}

/** Puts away what was typed about a provider, or forgets it. */
export function keepProviderDraft(id: string, draft: ProviderDraft | undefined) {
  useServerDrafts.setState(({ providers }) => ({ providers: { ...providers, [id]: draft } }))
}
