import { useVirtualizer } from '@tanstack/react-virtual'
import { ArrowDown, ArrowUp } from 'lucide-react'
import { type KeyboardEvent, type ReactNode, useRef, useState } from 'react'
import type { LibraryItem } from '#contract/library.contract'
import type { Source } from '#contract/library-item'
import { Icon } from '../ui/Icon.tsx'
import { AfterBlink } from '../ui/Skeleton.tsx'
import { FileRow } from './FileRow.tsx'
import { canRetry } from './item.ts'
import { type LibraryView, useFiles } from './useLibrary.ts'

export interface FilesTableProps {
  readonly view: LibraryView
  readonly sources: readonly Source[]
  readonly onSort: (sort: LibraryView['sort']) => void
  readonly onOpen: (item: LibraryItem) => void
  readonly onRetry: (item: LibraryItem) => void
  /** Stands where the rows would be when there are none. */
  readonly nothing: ReactNode
}

const rowsBesidesSight = 12
/** The head of the table stays in sight above the rows. */
const headHeight = 36

/** All files in rows of one line; only those in sight are on the page. */
export function FilesTable({ view, sources, onSort, onOpen, onRetry, nothing }: FilesTableProps) {
  const scroll = useRef<HTMLDivElement>(null)
  const [current, setCurrent] = useState(0)
  const [range, setRange] = useState({ first: 0, last: 60 })
  const { total, item, failed, again } = useFiles(view, range.first, range.last)
  const rows = useVirtualizer({
    count: total ?? 0,
    getScrollElement: () => scroll.current,
    estimateSize: () => lengthOf('--row', 36),
    overscan: rowsBesidesSight,
    scrollMargin: headHeight,
    scrollPaddingStart: headHeight,
    onChange: (virtualizer) => {
      const shown = virtualizer.getVirtualItems()
      const first = shown[0]?.index ?? 0
      const last = shown.at(-1)?.index ?? 60
      setRange((before) => (before.first === first && before.last === last ? before : { first, last }))
    },
  })

  return (
    <div
      className="table"
      role="grid"
      aria-label="Documents; arrow keys move, Enter opens"
      aria-rowcount={(total ?? 0) + 1}
      aria-activedescendant={total ? `file-${current}` : undefined}
      tabIndex={0}
      onKeyDown={onKeyDown}
    >
      <div className="body" role="presentation" ref={scroll}>
        <Head view={view} onSort={onSort} />
        {failed && <Failed onAgain={() => void again()} />}
        {total === 0 && !failed && (
          <div role="rowgroup">
            <div role="row">
              <div role="gridcell" className="none">
                {nothing}
              </div>
            </div>
          </div>
        )}
        <div className="rows-in-sight" style={{ height: rows.getTotalSize() }} role="rowgroup">
          {rows.getVirtualItems().map(({ index, key, start }) => {
            const file = item(index)
            return (
              // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- the keys are those of the whole list
              <div
                key={key}
                id={`file-${index}`}
                ref={rows.measureElement}
                data-index={index}
                role="row"
                aria-rowindex={index + 2}
                aria-selected={index === current}
                className={`tr ${file?.state === 'failed' ? 'failed' : ''}`}
                data-openable={file?.documentId ? '' : undefined}
                style={{ transform: `translateY(${start - headHeight}px)` }}
                onClick={() => {
                  setCurrent(index)
                  if (file) onOpen(file)
                }}
              >
                {file ? (
                  <FileRow
                    item={file}
                    source={sources.find((source) => source.id === file.sourceId)}
                    onRetry={onRetry}
                  />
                ) : (
                  <Coming />
                )}
              </div>
            )
          })}
        </div>
      </div>
    </div>
  )

  function onKeyDown(event: KeyboardEvent) {
    if (event.target !== event.currentTarget || !total) return
    const page = Math.max(1, Math.floor((scroll.current?.clientHeight ?? 0) / lengthOf('--row', 36)) - 1)
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: current + 1,
      ArrowUp: current - 1,
      PageDown: current + page,
      PageUp: current - page,
      Home: 0,
      End: total - 1,
    }
    const next = steps[event.key]
    const file = item(current)
    if (next !== undefined) {
      const index = Math.min(Math.max(next, 0), total - 1)
      setCurrent(index)
      rows.scrollToIndex(index)
    } else if (event.key === 'Enter' && file) {
      onOpen(file)
    } else if (event.key === 'r' && file && canRetry(file)) {
      onRetry(file)
    } else return
    event.preventDefault()
  }
}

const columns: readonly { readonly sort: LibraryView['sort']; readonly label: string; readonly className: string }[] = [
  { sort: 'title', label: 'Name', className: 'name' },
  { sort: 'source', label: 'Source', className: 'source' },
  { sort: 'state', label: 'State', className: '' },
  { sort: 'passages', label: 'Passages', className: 'right' },
  { sort: 'changed', label: 'Changed', className: 'when' },
]

function Head({ view, onSort }: Pick<FilesTableProps, 'view' | 'onSort'>) {
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
      </div>
    </div>
  )
}

function Coming() {
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

function Failed({ onAgain }: { readonly onAgain: () => void }) {
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

function lengthOf(token: string, otherwise: number) {
  const length = Number.parseFloat(getComputedStyle(document.documentElement).getPropertyValue(token))
  return Number.isFinite(length) ? length : otherwise
}
