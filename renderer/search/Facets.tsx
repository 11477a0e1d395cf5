import { ChevronDown, X } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Source } from '#contract/library-item'
import { DocumentType } from '#contract/passage'
import type { Facets as FacetCounts, SearchMode } from '#contract/search.contract'
import { buttonClass, IconButton } from '../ui/Button.tsx'
import { Icon } from '../ui/Icon.tsx'
import { Menu, MenuChecks, MenuChoice } from '../ui/Menu.tsx'
import { count } from '../ui/words.ts'
import { type DateChoice, dateLabels, type Narrow, typeLabels } from './narrow.ts'

export interface FacetsProps {
  readonly narrow: Narrow
  readonly onNarrow: (narrow: Narrow) => void
  readonly mode: SearchMode
  readonly onMode: (mode: SearchMode) => void
  readonly counts: FacetCounts | undefined
  readonly sources: readonly Source[]
}

const modeLabels: Readonly<Record<SearchMode, string>> = {
  fused: 'Words and meaning',
  words: 'Words only',
  meaning: 'Meaning only',
}

/** The row of menus that narrows what is found, each with its counts. */
export function Facets({ narrow, onNarrow, mode, onMode, counts, sources }: FacetsProps) {
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
        chosen={narrow.sourceIds.map((id) => sources.find((source) => source.id === id)?.title ?? 'removed')}
        of={counts && from.length}
        onClear={() => onNarrow({ ...narrow, sourceIds: [] })}
      >
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

interface FacetProps {
  readonly name: string
  readonly chosen: readonly string[]
  /** Shown in place of the name while nothing is chosen. */
  readonly shown?: string
  /** How many values there are to choose from. */
  readonly of?: number | undefined
  readonly onClear: () => void
  readonly children: ReactNode
}

function Facet({ name, chosen, shown, of, onClear, children }: FacetProps) {
  const on = chosen.length > 0
  const value = chosen.join(', ')
  return (
    <span className="facet" data-on={on || undefined}>
      <Menu
        label={name}
        trigger={
          <button
            type="button"
            className={`${buttonClass('quiet')} min-w-0 shrink!`}
            aria-label={on ? `${name}: ${value}` : (shown ?? `${name}${of === undefined ? '' : `, ${of}`}`)}
            disabled={!on && !shown && !of}
          >
            <span className="cut">
              {on ? (
                <>
                  {name} <b>{value}</b>
                </>
              ) : (
                (shown ?? name)
              )}
            </span>
            {!on && of !== undefined && <span className="n">{of}</span>}
            {!on && <Icon of={ChevronDown} size={12} />}
          </button>
        }
      >
        {children}
      </Menu>
      {on && <IconButton icon={X} label={`Without ${name}: ${value}`} onClick={onClear} />}
    </span>
  )
}

function isDate(value: string): value is DateChoice {
  return value in dateLabels
}

function isMode(value: string): value is SearchMode {
  return value in modeLabels
}
