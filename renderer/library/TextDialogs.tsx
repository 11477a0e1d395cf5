import { type FormEvent, useState } from 'react'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { inputClass, TextField } from '../ui/Field.tsx'

export interface PathsDialogProps {
  readonly onClose: () => void
  readonly onAdd: (paths: readonly string[]) => void
}

/** Adds files and folders by their paths, one a line. */
export function PathsDialog({ onClose, onAdd }: PathsDialogProps) {
  const [text, setText] = useState('')
  const paths = pathsIn(text)
  return (
    <Dialog
      open
      onClose={onClose}
      size="wide"
      title="Add files by their path"
      description="One path a line, each from the root on. Folders can be among them."
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" type="submit" form="paths" disabled={paths.length === 0}>
            Add
          </Button>
        </>
      }
    >
      <form
        id="paths"
        onSubmit={(event: FormEvent) => {
          event.preventDefault()
          onAdd(paths)
        }}
      >
        <textarea
          className={`${inputClass} h-32! resize-y py-2`}
          aria-label="Paths"
          spellCheck={false}
          autoFocus
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
      </form>
    </Dialog>
  )
}

export interface PasteDialogProps {
  readonly onClose: () => void
  readonly onAdd: (text: { readonly title: string; readonly text: string }) => void
}

/** Keeps a pasted text as a document of its own. */
export function PasteDialog({ onClose, onAdd }: PasteDialogProps) {
  const [title, setTitle] = useState('')
  const [text, setText] = useState('')
  const ready = text.trim() !== ''
  return (
    <Dialog
      open
      onClose={onClose}
      size="wide"
      title="Paste a text"
      description="Alcove keeps it on this machine, as a document of its own."
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" type="submit" form="paste" disabled={!ready}>
            Keep it
          </Button>
        </>
      }
    >
      <form
        id="paste"
        className="flex flex-col gap-4"
        onSubmit={(event: FormEvent) => {
          event.preventDefault()
          onAdd({ title: title.trim() || firstWords(text), text })
        }}
      >
        <TextField
          label="Name"
          value={title}
          onChange={setTitle}
          maxLength={200}
          dir="auto"
          placeholder={ready ? firstWords(text) : 'Its first words, if you leave this empty'}
        />
        <label className="flex flex-col gap-1">
          <span className="em">Text</span>
          <textarea
            className={`${inputClass} h-48! resize-y py-2`}
            autoFocus
            dir="auto"
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
        </label>
      </form>
    </Dialog>
  )
}

function pathsIn(text: string): readonly string[] {
  return text
    .split('\n')
    .map((line) => line.trim().replace(/^(["'])(.*)\1$/, '$2'))
    .filter(Boolean)
}

function firstWords(text: string) {
  const line = text.trim().split('\n')[0] ?? ''
  return line.length <= 60 ? line : `${line.slice(0, 60).replace(/\s+\S*$/, '')}…`
}
