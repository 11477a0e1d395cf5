import { z } from 'zod'
import { DocumentType } from '#contract/passage'

export const Tab = z.enum(['all', 'ready', 'waiting', 'failed', 'left-out', 'gone', 'bin'])
export type Tab = z.infer<typeof Tab>

const Sort = z.enum(['title', 'source', 'state', 'passages', 'changed'])
const Words = z.array(z.string().max(200)).min(1)

/** What of the library is shown: in the address, so that Back leads to what was shown before. */
export const LibraryPlace = z.object({
  show: Tab.optional().catch(undefined),
  /** Part of a name. */
  name: z.string().max(500).optional().catch(undefined),
  source: z.string().optional().catch(undefined),
  types: z.array(DocumentType).min(1).optional().catch(undefined),
  tags: Words.optional().catch(undefined),
  category: z.string().max(200).optional().catch(undefined),
  collection: z.string().optional().catch(undefined),
  /** A file that holds several documents, of which only these are shown. */
  inside: z.string().optional().catch(undefined),
  sort: Sort.optional().catch(undefined),
  up: z.boolean().optional().catch(undefined),
})
export type LibraryPlace = z.infer<typeof LibraryPlace>

export type SortBy = z.infer<typeof Sort>

export interface LibraryView {
  readonly tab: Tab
  readonly filter: string
  readonly sourceId: string | null
  readonly types: readonly DocumentType[]
  readonly tags: readonly string[]
  readonly category: string | null
  readonly collectionId: string | null
  readonly inside: string | null
  readonly sort: SortBy
  readonly descending: boolean
}

const textSorts: readonly SortBy[] = ['title', 'source', 'state']

/** The view an address names; what it leaves open is as on the first visit. */
export function placeToView(place: LibraryPlace): LibraryView {
  return {
    tab: place.show ?? 'all',
    filter: place.name ?? '',
    sourceId: place.source ?? null,
    types: place.types ?? [],
    tags: place.tags ?? [],
    category: place.category ?? null,
    collectionId: place.collection ?? null,
    inside: place.inside ?? null,
    sort: place.sort ?? 'changed',
    descending: !place.up,
  }
}

/** A view as the parameters of an address, without those that say nothing. */
export function viewToPlace(view: LibraryView): LibraryPlace {
  return {
    show: view.tab === 'all' ? undefined : view.tab,
    name: view.filter || undefined,
    source: view.sourceId ?? undefined,
    types: view.types.length > 0 ? [...view.types] : undefined,
    tags: view.tags.length > 0 ? [...view.tags] : undefined,
    category: view.category ?? undefined,
    collection: view.collectionId ?? undefined,
    inside: view.inside ?? undefined,
    sort: view.sort === 'changed' ? undefined : view.sort,
    up: view.descending ? undefined : true,
  }
}

/** The view after a click on the head of a column: its order turns round, or it begins as one expects. */
export function sortedBy(view: LibraryView, sort: SortBy): LibraryView {
  return { ...view, sort, descending: view.sort === sort ? !view.descending : !textSorts.includes(sort) }
}

/** True while something is asked for that only a list can show; a tree shows all there is. */
export function isFiltered({ tab, filter, types, tags, category, inside }: LibraryView) {
  return tab !== 'all' || filter !== '' || types.length > 0 || tags.length > 0 || category !== null || inside !== null
}

/** The view without its filters; the chosen source or collection stays. */
export function unfiltered(view: LibraryView): LibraryView {
  return { ...view, tab: 'all', filter: '', types: [], tags: [], category: null, inside: null }
}

/** True while rows can be missing because of a filter and not because there are none. */
export function isNarrowed(view: LibraryView) {
  return isFiltered({ ...view, tab: 'all' }) || view.sourceId !== null || view.collectionId !== null
}
