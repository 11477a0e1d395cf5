import { ChevronRight, Folder, Library } from 'lucide-react'
import { formatOf } from '#contract/formats'
import { Icon } from '../ui/Icon.tsx'
import { AfterBlink } from '../ui/Skeleton.tsx'
import { StateShape } from '../ui/StateShape.tsx'
import { TypeIcon } from '../ui/TypeIcon.tsx'
import { count, plural } from '../ui/words.ts'
import { RowMenuButton, SelectBox } from './FileRow.tsx'
import { canOpen, type TreeRow } from './tree.ts'
import { shownStateOf } from './tree-state.ts'

export interface TreeCellsProps {
  readonly row: TreeRow
  readonly selected: boolean
  readonly onToggleOpen: () => void
  readonly onSelect: () => void
  readonly onMenu: (anchor: Element) => void
}

/** The cells of one row of the tree. */
export function TreeCells({ row, selected, onToggleOpen, onSelect, onMenu }: TreeCellsProps) {
  const indent = { paddingInlineStart: `${(row.level - 1) * 20}px` }
  if (row.kind !== 'source' && row.kind !== 'node') {
    return (
      <span className="name told" role="gridcell" style={indent}>
        <Told row={row} />
      </span>
    )
  }
  const state = row.kind === 'node' ? shownStateOf(row.node) : null
  return (
    <>
      <span className="name" role="gridcell" style={indent}>
        <Twist row={row} onToggleOpen={onToggleOpen} />
        {row.kind === 'source' && <Icon of={row.source.kind === 'folder' ? Folder : Library} />}
        {row.kind === 'node' && row.node.kind === 'folder' && <Icon of={Folder} />}
        {row.kind === 'node' && row.node.kind !== 'folder' && (
          <SelectBox name={row.node.name} selected={selected} onSelect={onSelect}>
            <TypeIcon type={row.node.kind === 'part' ? 'mail' : (formatOf(row.node.path)?.type ?? null)} />
          </SelectBox>
        )}
        <span className={`cut ${row.kind === 'source' ? 'em' : ''}`} dir="auto">
          {row.kind === 'source' ? row.source.title : row.node.name}
        </span>
      </span>
      <span className="state" role="gridcell">
        {row.kind === 'source' && row.source.problem !== null && (
          <>
            <StateShape shape="cross" tone="bad" />
            <span className="cut" title={row.source.problem}>
              {row.source.problem}
            </span>
          </>
        )}
        {state && (
          <>
            <StateShape shape={state.shape} tone={state.tone} />
            <span className="cut" title={state.words}>
              {state.words}
            </span>
          </>
        )}
      </span>
      <span className="right num text-muted" role="gridcell">
        {row.kind === 'source' ? plural(row.source.documents, 'document') : holdsOf(row.node)}
      </span>
      <span className="more" role="gridcell">
        {row.kind === 'node' && row.node.kind !== 'folder' && <RowMenuButton name={row.node.name} onMenu={onMenu} />}
      </span>
    </>
  )
}

function holdsOf({ kind, holds }: Extract<TreeRow, { kind: 'node' }>['node']) {
  if (holds === null || holds === 0) return ''
  return kind === 'folder' ? plural(holds, 'file') : plural(holds, 'document')
}

interface TwistProps {
  readonly row: TreeRow
  readonly onToggleOpen: () => void
}

/** Shows whether a row is open; the keys for it are those of the tree. */
function Twist({ row, onToggleOpen }: TwistProps) {
  if (!canOpen(row)) return <i className="twist" aria-hidden />
  return (
    // The row says whether it is open; this is for the pointer, where a click on the name opens the document.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions
    <span
      className="twist"
      data-open={('open' in row && row.open) || undefined}
      onClick={(event) => {
        event.stopPropagation()
        onToggleOpen()
      }}
    >
      <Icon of={ChevronRight} size={12} />
    </span>
  )
}

function Told({ row }: { readonly row: Exclude<TreeRow, { kind: 'source' | 'node' }> }) {
  switch (row.kind) {
    case 'coming':
      return (
        <AfterBlink>
          <span className="bones grow" role="status" aria-label="Coming">
            <i style={{ width: '24%' }} />
          </span>
        </AfterBlink>
      )
    case 'failed':
      return 'This could not be loaded just now. Close and open it to try again.'
    case 'empty':
      return 'Nothing to read in it.'
    case 'more':
      return `${count(row.more)} more. Filter by name to find one of them.`
  }
}
