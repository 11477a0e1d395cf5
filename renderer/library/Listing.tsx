import { useNavigate } from '@tanstack/react-router'
import { type RefObject, useRef, useState } from 'react'
import type { LibraryItem } from '#contract/library.contract'
import type { Source } from '#contract/library-item'
import { showAddDialog } from '../app/useAdd.ts'
import { BulkBar } from './BulkBar.tsx'
import { FilesTable } from './FilesTable.tsx'
import { pickedOf } from './item.ts'
import { CategoryDialog, TagDialog } from './LabelDialogs.tsx'
import { NothingHere } from './NothingHere.tsx'
import { type LibraryView, sortedBy } from './place.ts'
import { type OpenedMenu, RowMenu } from './RowMenu.tsx'
import type { Remedy } from './remedy.ts'
import { nothingSelected, type Picked, type Selection, toggled } from './selection.ts'
import { keepOpen, useShape } from './shape.ts'
import { TreeView } from './TreeView.tsx'
import type { ListDoing } from './table-keys.ts'
import { type Labelling, useDoings } from './useDoings.ts'

export interface ListingProps {
  readonly view: LibraryView
  readonly sources: readonly Source[]
  /** Shows the tree instead of the table. */
  readonly asTree: boolean
  readonly onView: (view: LibraryView) => void
  readonly onAll: () => void
}

/** The files as a table or as a tree, what is selected in it, and what can be done with that. */
export function Listing({ view, sources, asTree, onView, onAll }: ListingProps) {
  const [selection, setSelection] = useState<Selection>(nothingSelected)
  const [labelling, setLabelling] = useState<Labelling | null>(null)
  const [menu, setMenu] = useState<OpenedMenu | null>(null)
  const area = useRef<HTMLDivElement>(null)
  const keyed = useRef<HTMLElement | null>(null)
  const navigate = useNavigate()
  const opened = useShape((store) => store.open)
  const doings = useDoings({ onLabel: label, onRemoved: () => setSelection(nothingSelected) })
  const shared = {
    selection,
    onSelection: setSelection,
    onDoing,
    onMenu: (row: Picked, anchor: Element) => {
      keyed.current = keyedIn(area.current)
      setMenu({ row, anchor })
    },
  }

  return (
    <div className="listing-area" ref={area}>
      {asTree ? (
        <TreeView {...shared} sources={sources} open={opened ?? firstOpen(sources)} onOpen={keepOpen} />
      ) : (
        <FilesTable
          {...shared}
          view={view}
          sources={sources}
          onSort={(sort) => onView(sortedBy(view, sort))}
          onRemedy={onRemedy}
          nothing={<NothingHere view={view} onAll={onAll} />}
        />
      )}
      <BulkBar selection={selection} doings={doings} onNone={() => setSelection(nothingSelected)} />
      <RowMenu
        menu={menu}
        onClose={() => setMenu(null)}
        doings={{ ...doings, open }}
        onSelect={(row) => setSelection(toggled(selection, row, 0))}
        list={keyed}
      />
      {labelling && <LabelsOf labelling={labelling} list={keyed} onClose={() => setLabelling(null)} />}
    </div>
  )

  /** A key is for what is selected, or for the row one stands on when nothing is. */
  function onDoing(doing: Exclude<ListDoing, 'toggle' | 'all' | 'none' | 'menu'>, row: Picked) {
    const rows = selection.picked.size > 0 ? [...selection.picked.values()] : [row]
    if (doing === 'open') open(row)
    else if (doing === 'again') doings.again(rows)
    else if (doing === 'tag') doings.tag(rows)
    else doings.remove(rows)
  }

  function label(wanted: Labelling) {
    keyed.current = keyedIn(area.current)
    setLabelling(wanted)
  }

  /** A mailbox is opened to the documents in it. */
  function open(row: Picked) {
    if (row.holder && row.documentId) onView({ ...view, inside: row.documentId, filter: '' })
    else doings.open(row)
  }

  function onRemedy(remedy: Remedy, item: LibraryItem) {
    if (remedy === 'again') doings.again([pickedOf(item)])
    else if (remedy === 'add-place') showAddDialog('paths')
    else void navigate({ to: '/settings/$section', params: { section: 'library' } })
  }
}

interface LabelsOfProps {
  readonly labelling: Labelling
  readonly list: RefObject<HTMLElement | null>
  readonly onClose: () => void
}

function LabelsOf({ labelling, list, onClose }: LabelsOfProps) {
  const { what, documents } = labelling
  const props = {
    documentIds: documents.flatMap(({ documentId }) => documentId ?? []),
    name: documents.length === 1 ? documents[0]?.name : undefined,
    onClose,
    list,
  }
  return what === 'tag' ? <TagDialog {...props} /> : <CategoryDialog {...props} />
}

/** A single source is open from the beginning: there is nothing else to see. */
function firstOpen(sources: readonly Source[]): ReadonlySet<string> {
  return new Set(sources.length === 1 ? sources.map(({ id }) => id) : [])
}

/** The part of the page that has the keys of the rows. */
function keyedIn(area: HTMLElement | null) {
  return area?.querySelector<HTMLElement>('[role="grid"], [role="treegrid"]') ?? null
}
