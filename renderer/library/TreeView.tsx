import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, type MouseEvent, useRef, useState } from 'react'
import type { Source } from '#contract/library-item'
import { nothingSelected, type Picked, type Selection, toggled } from './selection.ts'
import { TreeCells } from './TreeCells.tsx'
import { doneInList, type ListDoing } from './table-keys.ts'
import { canOpen, moved, nameOf, rowsOf, type TreeRow, typedAhead } from './tree.ts'
import { pickedOfRow } from './tree-state.ts'
import { useTree } from './useTree.ts'

export interface TreeViewProps {
  readonly sources: readonly Source[]
  readonly open: ReadonlySet<string>
  readonly onOpen: (open: ReadonlySet<string>) => void
  readonly selection: Selection
  readonly onSelection: (selection: Selection) => void
  readonly onDoing: (doing: Exclude<ListDoing, 'toggle' | 'all' | 'none' | 'menu'>, row: Picked) => void
  readonly onMenu: (row: Picked, anchor: Element) => void
}

/** Letters typed within this time belong to one word. */
const typingRests = 700

/** Sources, folders, files, and the documents inside a file; what is in a row is asked for when it is opened. */
export function TreeView(props: TreeViewProps) {
  const { sources, open, onOpen, selection, onSelection, onDoing, onMenu } = props
  const scroll = useRef<HTMLDivElement>(null)
  const typing = useRef({ typed: '', at: 0 })
  const [currentKey, setCurrentKey] = useState<string | null>(null)
  const tree = rowsOf(sources, open, useTree(open))
  // Rows come and go above the current one; it is its key that stays.
  const at = Math.max(
    tree.findIndex(({ key }) => key === currentKey),
    0,
  )
  const rows = useVirtualizer({
    count: tree.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => 36,
    getItemKey: (index) => tree[index]?.key ?? index,
    overscan: 12,
  })

  return (
    <div
      className="table tree"
      role="treegrid"
      aria-label="Library as a tree; arrow keys move, open and close, Enter opens a document"
      aria-multiselectable
      aria-activedescendant={tree.length > 0 ? idOf(at) : undefined}
      tabIndex={0}
      data-selecting={selection.picked.size > 0 || undefined}
      onKeyDown={onKeyDown}
    >
      <div className="body" role="presentation" ref={scroll}>
        <div className="rows-in-sight" style={{ height: rows.getTotalSize() }} role="rowgroup">
          {rows.getVirtualItems().map(({ index, key, start }) => {
            const row = tree[index]
            if (!row) return null
            const picked = pickedOfRow(row)
            const selected = picked !== null && selection.picked.has(picked.key)
            return (
              // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- the keys are those of the whole tree
              <div
                key={key}
                id={idOf(index)}
                ref={rows.measureElement}
                data-index={index}
                role="row"
                aria-level={row.level}
                aria-posinset={row.position}
                aria-setsize={row.siblings}
                aria-expanded={canOpen(row) ? 'open' in row && row.open : undefined}
                aria-selected={picked ? selected : undefined}
                data-current={index === at || undefined}
                className="tr"
                style={{ transform: `translateY(${start}px)` }}
                onClick={(event) => onClick(event, row, picked)}
                onContextMenu={(event) => {
                  const button = event.currentTarget.querySelector('.row-menu')
                  if (!picked || !button) return
                  event.preventDefault()
                  setCurrentKey(row.key)
                  onMenu(picked, button)
                }}
              >
                <TreeCells
                  row={row}
                  selected={selected}
                  onToggleOpen={() => toggleOpen(row)}
                  onSelect={() => picked && select(row, picked)}
                  onMenu={(anchor) => picked && onMenu(picked, anchor)}
                />
              </div>
            )
          })}
        </div>
      </div>
    </div>
  )

  function onClick(event: MouseEvent, row: TreeRow, picked: Picked | null) {
    setCurrentKey(row.key)
    if (picked && (event.ctrlKey || event.metaKey || event.shiftKey)) select(row, picked)
    else if (canOpen(row)) toggleOpen(row)
    else if (picked) onDoing('open', picked)
  }

  function select(row: TreeRow, picked: Picked) {
    setCurrentKey(row.key)
    onSelection(toggled(selection, picked, tree.indexOf(row)))
  }

  function toggleOpen(row: TreeRow) {
    const next = new Set(open)
    if (!next.delete(row.key)) next.add(row.key)
    onOpen(next)
  }

  function onKeyDown(event: KeyboardEvent) {
    const row = tree[at]
    if (event.target !== event.currentTarget || !row) return
    const move = event.ctrlKey || event.metaKey || event.altKey ? null : moved(tree, at, event.key)
    if (move) {
      if ('to' in move) goTo(move.to)
      else toggleOpen(row)
    } else if (!doneWith(event, row) && !typed(event)) return
    event.preventDefault()
    // Letters go to rows by their names here, not to the page.
    event.stopPropagation()
  }

  function goTo(index: number) {
    setCurrentKey(tree[index]?.key ?? null)
    rows.scrollToIndex(index)
  }

  /** True when there was something to do. */
  function doneWith(event: KeyboardEvent, row: TreeRow) {
    const doing = event.key.length === 1 && event.key !== ' ' ? null : doneInList(event)
    const picked = pickedOfRow(row)
    if (doing === 'none' && selection.picked.size > 0) onSelection(nothingSelected)
    else if ((doing === 'open' || doing === 'toggle') && canOpen(row) && !(doing === 'toggle' && picked))
      toggleOpen(row)
    else if (doing === 'toggle' && picked) select(row, picked)
    else if (doing === 'menu' && picked) {
      const button = document.querySelector(`#${idOf(at)} .row-menu`)
      if (button) onMenu(picked, button)
    } else if (picked && (doing === 'open' || doing === 'remove')) onDoing(doing, picked)
    else return false
    return true
  }

  /** Goes to the next row whose name begins with the letters typed one after the other. */
  function typed({ key, ctrlKey, metaKey, altKey, timeStamp }: KeyboardEvent) {
    if (key.length !== 1 || key === ' ' || key === '/' || key === '?' || ctrlKey || metaKey || altKey) return false
    const goesOn = timeStamp - typing.current.at < typingRests
    typing.current = { typed: goesOn ? typing.current.typed + key : key, at: timeStamp }
    const next = typedAhead(tree, at, typing.current.typed)
    if (next !== -1 && nameOf(tree[next])) goTo(next)
    return next !== -1
  }
}

function idOf(index: number) {
  return `branch-${index}`
}
