import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { AskInput } from '#contract/chat.contract'
import { queries } from '../../app/queries.ts'
import type { About } from './useSuggestions.ts'

/** What the next question is about, besides the sources it is limited to; asked once, then lifted. */
export function useAbout(sourceIds: readonly string[]) {
  const [about, setAbout] = useState<readonly About[]>([])
  const { data: collections = [] } = useQuery(queries.collections)
  return { about, add, remove, limits, lift: () => setAbout([]) }

  function add(one: About) {
    setAbout((before) => (before.some(({ id }) => id === one.id) ? before : [...before, one]))
  }

  function remove({ id }: About) {
    setAbout((before) => before.filter((one) => one.id !== id))
  }

  /** As a question says it. */
  function limits(): Pick<AskInput, 'sourceIds' | 'wholeDocumentIds'> {
    const documents = about.filter(({ kind }) => kind === 'document').map(({ id }) => id)
    const chosen = about.filter(({ kind }) => kind === 'collection').map(({ id }) => id)
    const inThem = collections.filter(({ id }) => chosen.includes(id)).flatMap((one) => one.sourceIds)
    const sources = [...new Set([...sourceIds, ...inThem])]
    return {
      sourceIds: sources.length > 0 ? sources : undefined,
      wholeDocumentIds: documents.length > 0 ? documents : undefined,
    }
  }
}
