import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { Prompt } from '#contract/assistants.contract'
import { client } from '../../app/client.ts'
import { queries } from '../../app/queries.ts'
import type { Trigger } from './trigger.ts'

/** What a question is about: a document, or all sources of a collection. */
export interface About {
  readonly kind: 'document' | 'collection'
  readonly id: string
  readonly label: string
}

export type Suggestion =
  | { readonly key: string; readonly label: string; readonly note: string; readonly prompt: Prompt }
  | { readonly key: string; readonly label: string; readonly note: string; readonly about: About }

const most = 8

/** What fits what is being typed: prompts, or collections and documents. */
export function useSuggestions(trigger: Trigger | null): readonly Suggestion[] {
  const wanted = trigger?.typed.trim().toLocaleLowerCase() ?? ''
  const mention = trigger?.kind === 'mention'
  const { data: prompts = [] } = useQuery({ ...queries.prompts, enabled: trigger?.kind === 'prompt' })
  const { data: collections = [] } = useQuery({ ...queries.collections, enabled: mention })
  const { data: documents } = useQuery({
    queryKey: ['library', 'list', 'mention', wanted],
    queryFn: ({ signal }) =>
      client.library.list({ filter: wanted, states: ['ready', 'words'], limit: 4 * most }, { signal }),
    placeholderData: keepPreviousData,
    enabled: mention,
  })
  if (!trigger) return []
  if (!mention) {
    return prompts
      .filter(({ name }) => name.toLocaleLowerCase().includes(wanted))
      .slice(0, most)
      .map((prompt) => ({ key: prompt.id, label: prompt.name, note: prompt.text.slice(0, 80), prompt }))
  }
  const inCollections = collections
    .filter(({ name, sourceIds }) => sourceIds.length > 0 && name.toLocaleLowerCase().includes(wanted))
    .map(({ id, name }) => ({
      key: id,
      label: name,
      note: 'collection',
      about: { kind: 'collection' as const, id, label: name },
    }))
  const inDocuments = (documents?.items ?? []).flatMap(({ documentId, path, title }) => {
    if (documentId === null) return []
    const label = path.split(/[\\/]/).at(-1) ?? title
    return [{ key: documentId, label, note: '', about: { kind: 'document' as const, id: documentId, label } }]
  })
  // What begins as it was typed comes before what only holds it.
  const begins = ({ label }: Suggestion) => (label.toLocaleLowerCase().startsWith(wanted) ? 0 : 1)
  return [...inCollections, ...inDocuments].toSorted((a, b) => begins(a) - begins(b)).slice(0, most)
}
