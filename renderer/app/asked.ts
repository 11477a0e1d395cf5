import { create } from 'zustand'

/** What a person wants to look into, in a dialog over whatever page is open. */
export type Asked =
  | { readonly kind: 'passages'; readonly documentId: string }
  /** Why a file, or anything by these words, is not found. */
  | { readonly kind: 'why'; readonly path: string; readonly query: string }

/** The open dialog, if any. */
export const useAsked = create<{ readonly asked: Asked | null }>(() => ({ asked: null }))

/** Opens or closes a dialog that looks into a document. */
export function ask(asked: Asked | null) {
  useAsked.setState({ asked })
}
