import { RotateCw, Tag, Tags, Trash2, X } from 'lucide-react'
import { Button, IconButton } from '../ui/Button.tsx'
import { count } from '../ui/words.ts'
import './bulk.css'
import { type Picked, possible, type Selection } from './selection.ts'
import type { Doings } from './useDoings.ts'

export interface BulkBarProps {
  readonly selection: Selection
  readonly doings: Doings
  readonly onNone: () => void
}

/** What can be done with the selected rows; floats over the list, so that nothing moves when it comes. */
export function BulkBar({ selection, doings, onNone }: BulkBarProps) {
  const rows: readonly Picked[] = [...selection.picked.values()]
  const { documentIds, again, waiting } = possible(rows)
  if (rows.length === 0) return null
  return (
    <div className="bulk" role="toolbar" aria-label="Selected rows">
      <span className="num em" role="status">
        {count(rows.length)} selected
      </span>
      <span className="bulk-actions">
        {again.length > 0 && (
          <Button kind="quiet" icon={RotateCw} onClick={() => doings.again(rows)}>
            Try again{partOf(again.length, rows.length)}
          </Button>
        )}
        {waiting.length > 0 && (
          <Button kind="quiet" onClick={() => doings.leaveOut(rows)}>
            Leave out{partOf(waiting.length, rows.length)}
          </Button>
        )}
        {documentIds.length > 0 && (
          <>
            <Button kind="quiet" icon={Tag} onClick={() => doings.tag(rows)}>
              Tag
            </Button>
            <Button kind="quiet" icon={Tags} onClick={() => doings.categorize(rows)}>
              Category
            </Button>
            <Button kind="quiet" icon={Trash2} onClick={() => doings.remove(rows)}>
              Remove{partOf(documentIds.length, rows.length)}
            </Button>
          </>
        )}
      </span>
      <IconButton icon={X} label="Select nothing" keys="escape" onClick={onNone} />
    </div>
  )
}

/** Said only where an action is for a part of the rows. */
function partOf(some: number, all: number) {
  return some === all ? '' : ` ${count(some)}`
}
