import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, type MouseEvent, type ReactNode, useRef, useState } from 'react'
import type { LibraryItem } from '#contract/library.contract'
import type { Source } from '#contract/library-item'
import { FileRow } from './FileRow.tsx'
import { pickedOf } from './item.ts'
import type { LibraryView, SortBy } from './place.ts'
import type { Remedy } from './remedy.ts'
import { allOf, nothingSelected, type Picked, type Selection, stretch, toggled, withStretch } from './selection.ts'
import { Coming, NotLoaded, TableHead } from './TableParts.tsx'
import { doneInList, type ListDoing, movedInList } from './table-keys.ts'
import { useFiles } from './useFiles.ts'

export interface FilesTableProps {
  readonly view: LibraryView
  readonly sources: readonly Source[]
  readonly selection: Selection
  readonly onSelection: (selection: Selection) => void
  readonly onSort: (sort: SortBy) => void
  readonly onRemedy: (remedy: Remedy, item: LibraryItem) => void
  /** What a key asks for, with the row one stands on. */
  readonly onDoing: (doing: Exclude<ListDoing, 'toggle' | 'all' | 'none' | 'menu'>, row: Picked) => void
  readonly onMenu: (row: Picked, anchor: Element) => void
  /** Stands where the rows would be when there are none. */
  readonly nothing: ReactNode
}

const rowsBesidesSight = 12
/** The head of the table stays in sight above the rows. */
const headHeight = 36

/** All files in rows of one line; only those in sight are on the page. */
export function FilesTable(props: FilesTableProps) {
  const { view, sources, selection, onSelection, onSort, onRemedy, onDoing, onMenu, nothing } = props
  const scroll = useRef<HTMLDivElement>(null)
  const [current, setCurrent] = useState(0)
  const [range, setRange] = useState({ first: 0, last: 60 })
  const { total, item, itemsFrom, failed, again } = useFiles(view, range.first, range.last)
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
      aria-label="Documents; arrow keys move, Enter opens, Space selects"
      aria-rowcount={(total ?? 0) + 1}
      aria-multiselectable
      aria-activedescendant={total ? `file-${current}` : undefined}
      tabIndex={0}
      data-selecting={selection.picked.size > 0 || undefined}
      onKeyDown={onKeyDown}
    >
      <div className="body" role="presentation" ref={scroll}>
        <TableHead view={view} onSort={onSort} />
        {failed && <NotLoaded onAgain={() => void again()} />}
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
            const picked = file && pickedOf(file)
            const selected = picked !== undefined && selection.picked.has(picked.key)
            return (
              // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- the keys are those of the whole list
              <div
                key={key}
                id={`file-${index}`}
                ref={rows.measureElement}
                data-index={index}
                role="row"
                aria-rowindex={index + 2}
                aria-selected={selected}
                data-current={index === current || undefined}
                className={`tr ${file?.state === 'failed' ? 'failed' : ''}`}
                data-openable={file?.documentId ? '' : undefined}
                style={{ transform: `translateY(${start - headHeight}px)` }}
                onClick={(event) => picked && onClick(event, picked, index)}
                onContextMenu={(event) => {
                  const button = event.currentTarget.querySelector('.row-menu')
                  if (!picked || !button) return
                  event.preventDefault()
                  setCurrent(index)
                  onMenu(picked, button)
                }}
              >
                {file && picked ? (
                  <FileRow
                    item={file}
                    source={sources.find((source) => source.id === file.sourceId)}
                    selected={selected}
                    onSelect={(event) => (event.shiftKey ? void draw(index) : toggle(picked, index))}
                    onMenu={(anchor) => {
                      setCurrent(index)
                      onMenu(picked, anchor)
                    }}
                    onRemedy={onRemedy}
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

  function onClick(event: MouseEvent, row: Picked, index: number) {
    setCurrent(index)
    if (event.shiftKey) void draw(index)
    else if (event.ctrlKey || event.metaKey) toggle(row, index)
    else onDoing('open', row)
  }

  function toggle(row: Picked, index: number) {
    setCurrent(index)
    onSelection(toggled(selection, row, index))
  }

  /** Takes in all rows from where the stretch begins, also those that were never in sight. */
  async function draw(index: number) {
    setCurrent(index)
    const from = selection.anchor ?? current
    const { first, last } = stretch(from, index)
    onSelection(withStretch(selection, (await itemsFrom(first, last)).map(pickedOf), from))
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.target !== event.currentTarget || !total) return
    const page = Math.max(1, Math.floor((scroll.current?.clientHeight ?? 0) / lengthOf('--row', 36)) - 1)
    const move = movedInList(event, { current, total, page })
    const doing = doneInList(event)
    if (move) {
      rows.scrollToIndex(move.to)
      if (move.draws) void draw(move.to)
      else setCurrent(move.to)
    } else if (!doing || !done(doing)) return
    event.preventDefault()
  }

  /** True when there was something to do. */
  function done(doing: ListDoing) {
    const file = item(current)
    const row = file && pickedOf(file)
    if (doing === 'none') {
      if (selection.picked.size === 0) return false
      onSelection(nothingSelected)
    } else if (doing === 'all') void itemsFrom(0, (total ?? 1) - 1).then((all) => onSelection(allOf(all.map(pickedOf))))
    else if (!row) return false
    else if (doing === 'toggle') toggle(row, current)
    else if (doing === 'menu') {
      const button = document.querySelector(`#file-${current} .row-menu`)
      if (button) onMenu(row, button)
    } else onDoing(doing, row)
    return true
  }
}

/** The height of a row follows the chosen density. */
function lengthOf(token: string, otherwise: number) {
  return Number.parseFloat(getComputedStyle(document.documentElement).getPropertyValue(token)) || otherwise
}
