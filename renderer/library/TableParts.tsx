import { ArrowDown, ArrowUp } from 'lucide-react'
import { Icon } from '../ui/Icon.tsx'
import { AfterBlink } from '../ui/Skeleton.tsx'
import type { LibraryView, SortBy } from './place.ts'

const columns: readonly { readonly sort: SortBy; readonly label: string; readonly className: string }[] = [
  { sort: 'title', label: 'Name', className: 'name' },
  { sort: 'source', label: 'Source', className: 'source' },
  { sort: 'state', label: 'State', className: '' },
  { sort: 'passages', label: 'Passages', className: 'right' },
  { sort: 'changed', label: 'Changed', className: 'when' },
]

export interface TableHeadProps {
  readonly view: LibraryView
  readonly onSort: (sort: SortBy) => void
}

export function TableHead({ view, onSort }: TableHeadProps) {
  return (
    <div role="rowgroup" className="head-in-sight">
      <div className="tr head" role="row">
        {columns.map(({ sort, label, className }) => {
          const by = view.sort === sort
          return (
            <span
              key={sort}
              role="columnheader"
              className={className}
              aria-sort={by ? (view.descending ? 'descending' : 'ascending') : undefined}
            >
              <button type="button" className={by ? 'by' : undefined} onClick={() => onSort(sort)}>
                {label}
                {by && <Icon of={view.descending ? ArrowDown : ArrowUp} size={12} />}
              </button>
            </span>
          )
        })}
        <span role="columnheader" className="more">
          <span className="unseen">Actions</span>
        </span>
      </div>
    </div>
  )
}

/** The row of a file that is on its way. */
export function Coming() {
  return (
    <span role="gridcell" className="name" aria-busy aria-label="Coming">
      <AfterBlink>
        <span className="bones grow" aria-hidden>
          <i style={{ width: '60%' }} />
        </span>
      </AfterBlink>
    </span>
  )
}

/** Stands where rows would be that could not be had. */
export function NotLoaded({ onAgain }: { readonly onAgain: () => void }) {
  return (
    <div role="rowgroup">
      <div role="row">
        <div role="gridcell" className="none">
          The list could not be loaded just now. Nothing is lost.{' '}
          <button type="button" className="link" onClick={onAgain}>
            Try again
          </button>
        </div>
      </div>
    </div>
  )
}
