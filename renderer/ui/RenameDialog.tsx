import { useState } from 'react'
import { Button } from './Button.tsx'
import { Dialog } from './Dialog.tsx'
import { TextField } from './Field.tsx'

export interface RenameDialogProps {
  readonly title: string
  readonly name: string
  /** What the button says. */
  readonly action?: string
  readonly onClose: () => void
  readonly onRename: (name: string) => void
}

/** Asks for another name of something in a list. */
export function RenameDialog({ title, name: before, action = 'Rename', onClose, onRename }: RenameDialogProps) {
  const [name, setName] = useState(before)
  const ready = name.trim() !== ''
  return (
    <Dialog
      open
      onClose={onClose}
      title={title}
      actions={
        <Button kind="primary" disabled={!ready} onClick={() => onRename(name.trim())}>
          {action}
        </Button>
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (ready) onRename(name.trim())
        }}
      >
        <TextField label="Name" value={name} onChange={setName} maxLength={200} autoFocus dir="auto" />
      </form>
    </Dialog>
  )
}
