import { useQuery } from '@tanstack/react-query'
import { ArrowUp, Folder } from 'lucide-react'
import { type KeyboardEvent, useRef, useState } from 'react'
import { client } from '../app/client.ts'
import { Button, IconButton } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { inputClass } from '../ui/Field.tsx'
import { Icon } from '../ui/Icon.tsx'
import { AfterBlink, Bones } from '../ui/Skeleton.tsx'
import { plural } from '../ui/words.ts'

export interface FolderDialogProps {
  /** What the folder is for, where it is not to be read; nothing is said of files in it then. */
  readonly purpose?: { readonly description: string; readonly action: string }
  readonly onClose: () => void
  readonly onChoose: (path: string) => void
}

/** Chooses a folder where the system has no dialog for it; arrow keys, Enter and Backspace walk through the folders. */
export function FolderDialog({ purpose, onClose, onChoose }: FolderDialogProps) {
  const [path, setPath] = useState<string | undefined>()
  const [typed, setTyped] = useState<string | null>(null)
  const list = useRef<HTMLUListElement>(null)
  const input = useRef<HTMLInputElement>(null)
  const { data, isError } = useQuery({
    queryKey: ['folders', path],
    queryFn: ({ signal }) => client.library.folders({ path }, { signal }),
    retry: false,
    staleTime: 0,
  })

  function go(to: string) {
    setPath(to)
    setTyped(null)
    list.current?.focus()
  }

  function onKeyDown(event: KeyboardEvent) {
    const buttons = [...(list.current?.querySelectorAll('button') ?? [])]
    const at = buttons.findIndex((button) => button === document.activeElement)
    const next = event.key === 'ArrowDown' ? at + 1 : event.key === 'ArrowUp' ? at - 1 : null
    if (next !== null) buttons[Math.min(Math.max(next, 0), buttons.length - 1)]?.focus()
    else if (event.key === 'Backspace' && data?.parent) go(data.parent)
    else return
    event.preventDefault()
  }

  return (
    <Dialog
      open
      onClose={onClose}
      size="wide"
      initialFocus={input}
      title="Choose a folder"
      description={
        purpose?.description ??
        'What is in it, and in the folders below, is read now and kept in step later. Nothing in it is changed.'
      }
      actions={
        <>
          <span className="num mr-auto self-center text-muted">
            {data && !purpose && readable(data.readableFiles, data.folders.length)}
          </span>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" disabled={!data} onClick={() => data && onChoose(data.path)}>
            {purpose?.action ?? 'Add this folder'}
          </Button>
        </>
      }
    >
      <form
        className="flex gap-2"
        onSubmit={(event) => {
          event.preventDefault()
          if (typed) go(typed)
        }}
      >
        <IconButton
          icon={ArrowUp}
          label="Folder above"
          disabled={!data?.parent}
          onClick={() => data?.parent && go(data.parent)}
        />
        <input
          ref={input}
          className={inputClass}
          aria-label="Path of the folder"
          aria-invalid={isError}
          spellCheck={false}
          value={typed ?? data?.path ?? path ?? ''}
          onChange={(event) => setTyped(event.currentTarget.value)}
          onKeyDown={(event) => event.key === 'ArrowDown' && onKeyDown(event)}
        />
      </form>
      {isError && (
        <p className="mt-2 text-danger" role="alert">
          This folder cannot be opened. Check that it is there and that you may read it, or choose another one.
        </p>
      )}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- arrow keys walk over the buttons in it */}
      <ul className="folders" ref={list} tabIndex={-1} aria-label="Folders in it" onKeyDown={onKeyDown}>
        {data?.folders.map((folder) => (
          <li key={folder.path}>
            <button type="button" onClick={() => go(folder.path)}>
              <Icon of={Folder} />
              <span className="cut">{folder.name}</span>
            </button>
          </li>
        ))}
        {data?.folders.length === 0 && <li className="px-2 py-2 text-muted">No folders in it.</li>}
        {!data && !isError && (
          <li>
            <AfterBlink>
              <Bones widths={[40, 56, 32]} />
            </AfterBlink>
          </li>
        )}
      </ul>
    </Dialog>
  )
}

function readable(files: number, folders: number) {
  if (files > 0) return `${plural(files, 'file')} here that Alcove reads${folders > 0 ? ', and what is below' : ''}`
  return folders > 0 ? 'What is in the folders below is read' : 'Nothing to read here yet'
}
