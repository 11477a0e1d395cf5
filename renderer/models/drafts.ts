import { create } from 'zustand'

export interface ServerDraft {
  readonly name: string
  readonly address: string
  readonly model: string
  readonly key: string
}

interface Drafts {
  readonly ollama: string | null
  readonly compatible: ServerDraft | null
}

/** What was typed about a server and not kept yet, so that no Esc and no change of page loses it. */
export const useServerDrafts = create<Drafts>(() => ({ ollama: null, compatible: null }))

/** Puts away what was typed, or forgets it. */
export function keepDraft(draft: Partial<Drafts>) {
  useServerDrafts.setState(draft)
}
