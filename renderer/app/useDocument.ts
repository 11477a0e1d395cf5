import { useNavigate, useSearch } from '@tanstack/react-router'
import { useMemo } from 'react'
import { create } from 'zustand'
import { type DocumentPlace, type DocumentSearch, isSamePlace, placeToSearch, searchToPlace } from './document-place.ts'

export interface EvidencePlace extends DocumentPlace {
  /** The number it has in the answer. */
  readonly n: number
}

/** The evidence of the page one is on, in reading order: the viewer steps through it, the answer fills it. */
export const useEvidence = create<{ readonly places: readonly EvidencePlace[] }>(() => ({ places: [] }))

/** The document that is open beside or over the page, and the ways to open and close one. */
export function useDocument() {
  const search: DocumentSearch = useSearch({ strict: false })
  const navigate = useNavigate()
  const { doc, marks, page, full } = search
  const place = useMemo(() => searchToPlace({ doc, marks, page }), [doc, marks, page])

  return { place, full: full === true, open, close, setFull }

  /** Opens a document at a place; a second call for the same place opens it full. */
  function open(wanted: DocumentPlace) {
    const again = place !== null && isSamePlace(place, wanted)
    // Marks of a neighbour are no new step back: Esc leads out of the document, whatever was looked at.
    void navigate({
      to: '.',
      search: (before: object) => ({ ...before, ...placeToSearch(wanted), full: full || again || undefined }),
      replace: place !== null,
    })
  }

  function close() {
    void navigate({
      to: '.',
      search: (before: object) => ({ ...before, doc: undefined, marks: undefined, page: undefined, full: undefined }),
    })
  }

  function setFull(next: boolean) {
    void navigate({ to: '.', search: (before: object) => ({ ...before, full: next || undefined }), replace: true })
  }
}
