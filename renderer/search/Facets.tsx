import type { Collection } from '#contract/collections.contract'
import type { Source } from '#contract/library-item'
import { DocumentType } from '#contract/passage'
import type { Facets as FacetCounts, SearchMode, SearchOrder } from '#contract/search.contract'
import { collectionOf } from '../app/collection-of.ts'
import { Facet } from '../ui/Facet.tsx'
import { MenuChecks, MenuChoice, MenuLine } from '../ui/Menu.tsx'
import { typeLabels } from '../ui/type-labels.ts'
import { count } from '../ui/words.ts'
import { type DateChoice, dateLabels, type Narrow } from './narrow.ts'

export interface FacetsProps {
  readonly narrow: Narrow
  readonly onNarrow: (narrow: Narrow) => void
  readonly mode: SearchMode
  readonly onMode: (mode: SearchMode) => void
  readonly order: SearchOrder
  readonly onOrder: (order: SearchOrder) => void
  readonly counts: FacetCounts | undefined
  readonly sources: readonly Source[]
  readonly collections: readonly Collection[]
}

const modeLabels: Readonly<Record<SearchMode, string>> = {
  fused: 'Words and meaning',
  words: 'Words only',
  meaning: 'Meaning only',
}

const orderLabels: Readonly<Record<SearchOrder, string>> = {
  relevance: 'Best first',
  newest: 'Newest first',
  oldest: 'Oldest first',
}

/** The row of menus that narrows what is found, each with its counts. */
export function Facets(props: FacetsProps) {
  const { narrow, onNarrow, mode, onMode, order, onOrder, counts, sources, collections } = props
  const collection = collectionOf(collections, narrow.sourceIds)
  // Of words that are everywhere only so many are counted.
  const counted = (passages: number) => `${count(passages)}${counts?.partial && passages > 0 ? '+' : ''}`
  const types = DocumentType.options.flatMap((type) => {
    const found = counts?.types.find((one) => one.type === type)?.count ?? 0
    return found > 0 || narrow.types.includes(type)
      ? [{ value: type, label: typeLabels[type], note: counted(found) }]
      : []
  })
  const from = sources.flatMap(({ id, title }) => {
    const found = counts?.sources.find((one) => one.sourceId === id)?.count ?? 0
    return found > 0 || narrow.sourceIds.includes(id) ? [{ value: id, label: title, note: counted(found) }] : []
  })
  const tags = withChosen(
    counts?.tags.map(({ tag, count: found }) => ({ value: tag, found })),
    narrow.tags,
    counted,
  )
  const authors = withChosen(
    counts?.authors.map(({ author, count: found }) => ({ value: author, found })),
    narrow.authors,
    counted,
  )
  return (
    <>
      <Facet
        name="Type"
        chosen={narrow.types.map((type) => typeLabels[type])}
        of={counts && types.length}
        onClear={() => onNarrow({ ...narrow, types: [] })}
      >
        <MenuChecks
          values={narrow.types}
          onChange={(values) => onNarrow({ ...narrow, types: DocumentType.array().parse(values) })}
          options={types}
        />
      </Facet>
      <Facet
        name="Source"
        chosen={
          collection
            ? [collection.name]
            : narrow.sourceIds.map((id) => sources.find((source) => source.id === id)?.title ?? 'removed')
        }
        of={counts && from.length}
        onClear={() => onNarrow({ ...narrow, sourceIds: [] })}
      >
        {collections.length > 0 && (
          <>
            <MenuChoice
              label="Collections"
              value={collection?.id ?? ''}
              onChange={(id) =>
                onNarrow({ ...narrow, sourceIds: collections.find((one) => one.id === id)?.sourceIds ?? [] })
              }
              options={collections.map(({ id, name, sourceIds: inIt }) => ({
                value: id,
                label: name,
                disabled: inIt.length === 0,
              }))}
            />
            <MenuLine />
          </>
        )}
        <MenuChecks
          values={narrow.sourceIds}
          onChange={(sourceIds) => onNarrow({ ...narrow, sourceIds })}
          options={from}
        />
      </Facet>
      {tags.length > 0 && (
        <Facet name="Tag" chosen={narrow.tags} of={tags.length} onClear={() => onNarrow({ ...narrow, tags: [] })}>
          <MenuChecks
            values={narrow.tags}
            onChange={(values) => onNarrow({ ...narrow, tags: values })}
            options={tags}
          />
        </Facet>
      )}
      {authors.length > 0 && (
        <Facet
          name="From"
          chosen={narrow.authors}
          of={authors.length}
          onClear={() => onNarrow({ ...narrow, authors: [] })}
        >
          <MenuChecks
            values={narrow.authors}
            onChange={(values) => onNarrow({ ...narrow, authors: values })}
            options={authors}
          />
        </Facet>
      )}
      <Facet
        name="Date"
        shown={narrow.date === 'any' ? dateLabels.any : undefined}
        chosen={narrow.date === 'any' ? [] : [dateLabels[narrow.date]]}
        onClear={() => onNarrow({ ...narrow, date: 'any' })}
      >
        <MenuChoice
          value={narrow.date}
          onChange={(date) => onNarrow({ ...narrow, date: isDate(date) ? date : 'any' })}
          options={Object.entries(dateLabels).map(([value, label]) => ({
            value,
            label,
            ...(counts && isDate(value) && value !== 'any' ? { note: counted(counts.dates[value]) } : {}),
          }))}
        />
      </Facet>
      <Facet
        name="Find by"
        shown={mode === 'fused' ? modeLabels.fused : undefined}
        chosen={mode === 'fused' ? [] : [modeLabels[mode]]}
        onClear={() => onMode('fused')}
      >
        <MenuChoice
          value={mode}
          onChange={(value) => onMode(isMode(value) ? value : 'fused')}
          options={Object.entries(modeLabels).map(([value, label]) => ({ value, label }))}
        />
      </Facet>
      <Facet
        name="Sort"
        shown={order === 'relevance' ? orderLabels.relevance : undefined}
        chosen={order === 'relevance' ? [] : [orderLabels[order]]}
        onClear={() => onOrder('relevance')}
      >
        <MenuChoice
          value={order}
          onChange={(value) => onOrder(isOrder(value) ? value : 'relevance')}
          options={Object.entries(orderLabels).map(([value, label]) => ({ value, label }))}
        />
      </Facet>
    </>
  )
}

/** What is chosen stays in the menu when nothing has it any more. */
function withChosen(
  found: readonly { readonly value: string; readonly found: number }[] = [],
  chosen: readonly string[],
  counted: (passages: number) => string,
) {
  const gone = chosen.filter((value) => !found.some((one) => one.value === value))
  return [...found, ...gone.map((value) => ({ value, found: 0 }))].map(({ value, found: passages }) => ({
    value,
    label: value,
    note: counted(passages),
  }))
}

function isDate(value: string): value is DateChoice {
  return value in dateLabels
}

function isMode(value: string): value is SearchMode {
  return value in modeLabels
}

function isOrder(value: string): value is SearchOrder {
  return value in orderLabels
}
