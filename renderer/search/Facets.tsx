import type { Collection } from '#contract/collections.contract'
import type { Source } from '#contract/library-item'
import { DocumentType } from '#contract/passage'
import type { Facets as FacetCounts, SearchMode } from '#contract/search.contract'
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
  readonly counts: FacetCounts | undefined
  readonly sources: readonly Source[]
  readonly collections: readonly Collection[]
}

const modeLabels: Readonly<Record<SearchMode, string>> = {
  fused: 'Words and meaning',
  words: 'Words only',
  meaning: 'Meaning only',
}

/** The row of menus that narrows what is found, each with its counts. */
export function Facets({ narrow, onNarrow, mode, onMode, counts, sources, collections }: FacetsProps) {
  const collection = collectionOf(collections, narrow.sourceIds)
  const types = DocumentType.options.flatMap((type) => {
    const found = counts?.types.find((one) => one.type === type)?.count ?? 0
    return found > 0 || narrow.types.includes(type)
      ? [{ value: type, label: typeLabels[type], note: count(found) }]
      : []
  })
  const from = sources.flatMap(({ id, title }) => {
    const found = counts?.sources.find((one) => one.sourceId === id)?.count ?? 0
    return found > 0 || narrow.sourceIds.includes(id) ? [{ value: id, label: title, note: count(found) }] : []
  })
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
      <Facet
        name="Date"
        shown={narrow.date === 'any' ? dateLabels.any : undefined}
        chosen={narrow.date === 'any' ? [] : [dateLabels[narrow.date]]}
        onClear={() => onNarrow({ ...narrow, date: 'any' })}
      >
        <MenuChoice
          value={narrow.date}
          onChange={(date) => onNarrow({ ...narrow, date: isDate(date) ? date : 'any' })}
          options={Object.entries(dateLabels).map(([value, label]) => ({ value, label }))}
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
    </>
  )
}

function isDate(value: string): value is DateChoice {
  return value in dateLabels
}

function isMode(value: string): value is SearchMode {
  return value in modeLabels
}
