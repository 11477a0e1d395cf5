import { Autocomplete } from '@base-ui/react/autocomplete'
import { Dialog } from '@base-ui/react/dialog'
import { Search } from 'lucide-react'
import { useState } from 'react'
import { Icon } from '../ui/Icon.tsx'
import { Keys } from '../ui/Kbd.tsx'
import { cutByMarks } from '../ui/marks.ts'
import { matchName } from './matches.ts'
import './palette.css'
import { keepRecent, readRecent } from './recent.ts'
import { type PaletteGroup, type PaletteItem, usePalette } from './usePalette.ts'

export interface PaletteProps {
  readonly open: boolean
  readonly onClose: () => void
}

/** Every action, page, conversation and document by its name. */
export function Palette({ open, onClose }: PaletteProps) {
  return (
    <Dialog.Root open={open} onOpenChange={(next: boolean) => next || onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-30 bg-scrim transition-opacity duration-100" />
        <Dialog.Viewport className="fixed inset-0 z-30 flex items-start justify-center overflow-hidden px-3 pt-4 pb-4 side:pt-[min(120px,13.4vh)]">
          <Dialog.Popup aria-label="Command palette" className="palette transition-opacity duration-100">
            <Commands onClose={onClose} />
          </Dialog.Popup>
        </Dialog.Viewport>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

function Commands({ onClose }: { readonly onClose: () => void }) {
  const [typed, setTyped] = useState('')
  const [recent] = useState(readRecent)
  const groups = usePalette(typed, recent)

  function choose(item: PaletteItem) {
    onClose()
    if (!item.passing) keepRecent(item.id)
    item.run()
  }

  return (
    <Autocomplete.Root
      open
      inline
      mode="none"
      autoHighlight="always"
      keepHighlight
      items={groups}
      value={typed}
      onValueChange={(value, { reason }) => reason === 'item-press' || setTyped(value)}
      itemToStringValue={(item: PaletteItem) => item.label}
    >
      <Autocomplete.InputGroup className="line">
        <Icon of={Search} />
        <Autocomplete.Input
          aria-label="What to do or to open"
          placeholder="What to do, or the name of a document"
          dir="auto"
        />
      </Autocomplete.InputGroup>
      <Autocomplete.Empty>
        <p className="none">Nothing has this name. Try fewer letters.</p>
      </Autocomplete.Empty>
      <Autocomplete.List className="list" aria-label="Matches">
        {(group: PaletteGroup) => (
          <Autocomplete.Group key={group.value} items={group.items}>
            <Autocomplete.GroupLabel className="label">{group.value}</Autocomplete.GroupLabel>
            <Autocomplete.Collection>
              {(item: PaletteItem) => (
                <Autocomplete.Item key={item.id} value={item} className="row" onClick={() => choose(item)}>
                  <Icon of={item.icon} />
                  <span className="cut" dir="auto">
                    <Name label={item.label} typed={typed} />
                  </span>
                  {item.where && <span className="where cut">{item.where}</span>}
                  {item.keys && (
                    <span className="keys">
                      <Keys keys={item.keys} />
                    </span>
                  )}
                </Autocomplete.Item>
              )}
            </Autocomplete.Collection>
          </Autocomplete.Group>
        )}
      </Autocomplete.List>
      <footer aria-hidden>
        <span className="act">
          Open <Keys keys="enter" />
        </span>
        <span className="act">
          Move <Keys keys="arrowup arrowdown" />
        </span>
        <span className="grow" />
        <span className="act">
          Close <Keys keys="escape" />
        </span>
      </footer>
    </Autocomplete.Root>
  )
}

function Name({ label, typed }: { readonly label: string; readonly typed: string }) {
  return cutByMarks(label, matchName(label, typed)?.ranges ?? []).map((piece, index) =>
    piece.marked ? <b key={`${index}b`}>{piece.text}</b> : piece.text,
  )
}
