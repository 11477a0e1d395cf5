import { CircleHelp, FileText, List, MessageCircle, RotateCw, Square, Tag, Tags, Trash2 } from 'lucide-react'
import type { RefObject } from 'react'
import { MenuAt, MenuItem, MenuLine } from '../ui/Menu.tsx'
import { type Picked, possible } from './selection.ts'
import type { Doings } from './useDoings.ts'

export interface OpenedMenu {
  readonly row: Picked
  readonly anchor: Element
}

export interface RowMenuProps {
  readonly menu: OpenedMenu | null
  readonly onClose: () => void
  readonly doings: Doings
  readonly onSelect: (row: Picked) => void
  /** The list, which has the keys. */
  readonly list: RefObject<HTMLElement | null>
}

/** What can be done with one file: one menu for all rows of a list. */
export function RowMenu({ menu, onClose, doings, onSelect, list }: RowMenuProps) {
  const row = menu?.row
  const can = possible(row ? [row] : [])
  const isDocument = can.documentIds.length > 0
  return (
    <MenuAt
      open={menu !== null}
      onClose={onClose}
      label={row ? `Actions for ${row.name}` : ''}
      anchor={menu?.anchor ?? null}
      finalFocus={list}
    >
      {row && (
        <>
          {isDocument && (
            <>
              <MenuItem icon={FileText} keys="enter" onSelect={() => doings.open(row)}>
                Open
              </MenuItem>
              <MenuItem icon={List} onSelect={() => doings.passages(row)}>
                Passages
              </MenuItem>
              <MenuItem icon={MessageCircle} onSelect={() => doings.ask(row)}>
                Ask about it
              </MenuItem>
            </>
          )}
          {can.again.length > 0 && (
            <MenuItem icon={RotateCw} keys="r" onSelect={() => doings.again([row])}>
              {row.state === 'cancelled' ? 'Read it' : 'Try again'}
            </MenuItem>
          )}
          {can.waiting.length > 0 && <MenuItem onSelect={() => doings.leaveOut([row])}>Leave it out</MenuItem>}
          <MenuItem icon={CircleHelp} onSelect={() => doings.why(row)}>
            Why is it not found?
          </MenuItem>
          <MenuLine />
          <MenuItem icon={Square} keys="space" onSelect={() => onSelect(row)}>
            Select
          </MenuItem>
          {isDocument && (
            <>
              <MenuItem icon={Tag} keys="t" onSelect={() => doings.tag([row])}>
                Tag…
              </MenuItem>
              <MenuItem icon={Tags} onSelect={() => doings.categorize([row])}>
                Category…
              </MenuItem>
              <MenuLine />
              <MenuItem icon={Trash2} keys="delete" onSelect={() => doings.remove([row])}>
                Remove from the library
              </MenuItem>
            </>
          )}
        </>
      )}
    </MenuAt>
  )
}
