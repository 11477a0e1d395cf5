import { create } from 'zustand'

/** Typed text by place, so that no key and no change of page loses it. */
const useDrafts = create<{ readonly texts: ReadonlyMap<string, string> }>(() => ({ texts: new Map() }))

/** The unsent text of a composer, kept while the window is open. */
export function useDraft(place: string): readonly [string, (text: string) => void] {
  const text = useDrafts((store) => store.texts.get(place) ?? '')
  return [text, (next) => setDraft(place, next)]
}

/** Puts text into the composer of a place. */
export function setDraft(place: string, text: string) {
  useDrafts.setState(({ texts }) => ({ texts: new Map([...texts, [place, text]]) }))
}
