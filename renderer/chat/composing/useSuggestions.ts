import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { Prompt } from '#contract/assistants.contract'
import type { Attachment } from '#contract/attachments.contract'
import { writtenValue } from '#contract/query-language'
import { client } from '../../app/client.ts'
import { queries } from '../../app/queries.ts'
import type { Trigger } from './trigger.ts'

export type Suggestion =
  | { readonly key: string; readonly label: string; readonly note: string; readonly prompt: Prompt }
  | { readonly key: string; readonly label: string; readonly note: string; readonly about: Attachment }

const most = 8
const mostPeople = 3
const fewestLetters = 2

/** What fits what is being typed: prompts, or collections, people and documents. */
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
  // Whoever wrote or sent something: a name is asked for by its beginning, so that not everybody is counted.
  const { data: people } = useQuery({
    queryKey: ['search', 'people', wanted],
    queryFn: ({ signal }) => client.search.facets({ query: `from:${writtenValue(wanted)}` }, { signal }),
    placeholderData: keepPreviousData,
    enabled: mention && wanted.length >= fewestLetters,
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
    .map(({ id, name, sourceIds }) => ({
      key: id,
      label: name,
      note: 'collection',
      about: { kind: 'collection' as const, id, title: name, sourceIds },
    }))
  const inPeople = (wanted.length >= fewestLetters ? (people?.authors ?? []) : [])
    .filter(({ author }) => author.toLocaleLowerCase().includes(wanted))
    .slice(0, mostPeople)
    .map(({ author }) => {
      const { name, address } = namedPerson(author)
      const about = { kind: 'person' as const, id: author, title: name }
      return { key: `person ${author}`, label: name, note: address || 'person', about }
    })
  const inDocuments = (documents?.items ?? []).flatMap(({ documentId, path, title }) => {
    if (documentId === null) return []
    const label = path.split(/[\\/]/).at(-1) ?? title
    return [{ key: documentId, label, note: '', about: { kind: 'document' as const, id: documentId, title: label } }]
  })
  // What begins as it was typed comes before what only holds it.
  const begins = ({ label }: Suggestion) => (label.toLocaleLowerCase().startsWith(wanted) ? 0 : 1)
  return [...inCollections, ...inPeople, ...inDocuments].toSorted((a, b) => begins(a) - begins(b)).slice(0, most)
}

/** Mails name who sent them with an address: `Ada Marlow <ada@marlow.example>`. */
function namedPerson(author: string) {
  const [whole, at] = [author.trim(), author.trim().indexOf('<')]
  if (at < 0 || !whole.endsWith('>')) return { name: author, address: '' }
  const [name, address] = [whole.slice(0, at).trim().replace(/^"|"$/g, '').trim(), whole.slice(at + 1, -1)]
  // Several of them are one author, as they are named together.
  if (/[<>]/.test(address)) return { name: author, address: '' }
  return name === '' ? { name: address || author, address: '' } : { name, address }
}
