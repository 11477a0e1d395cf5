import { useRef, useState } from 'react'
import { type ErasePreview, eraseWord } from '#contract/your-data.contract'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { TextField } from '../ui/Field.tsx'
import { Switch } from '../ui/Switch.tsx'
import { bytes, plural } from '../ui/words.ts'
import { useErase } from './useYourData.ts'

export interface EraseDialogProps {
  readonly onExport: () => void
  readonly onClose: () => void
}

/** Says exactly what is deleted and what is not, offers an export, and deletes once the words were typed. */
export function EraseDialog({ onExport, onClose }: EraseDialogProps) {
  const { preview, erase, erased, isErasing, problem } = useErase()
  const [word, setWord] = useState('')
  const [models, setModels] = useState(false)
  const [backups, setBackups] = useState(false)
  const box = useRef<HTMLInputElement>(null)
  const isReady = word.trim().toLowerCase() === eraseWord
  return (
    <Dialog
      open
      onClose={onClose}
      size="wide"
      initialFocus={box}
      title="Delete everything"
      description="It cannot be undone. An export or a backup is the only way back."
      actions={
        erased ? (
          <Button kind="primary" onClick={onClose}>
            Done
          </Button>
        ) : (
          <>
            <Button kind="quiet" onClick={onExport}>
              Export first…
            </Button>
            <Button onClick={onClose}>Cancel</Button>
            <Button kind="danger" disabled={!isReady || isErasing} onClick={() => erase({ word, models, backups })}>
              {isErasing ? 'Deleting' : 'Delete everything'}
            </Button>
          </>
        )
      }
    >
      {erased ? (
        <p role="status">
          {erased.restarts
            ? 'Alcove starts again now, with nothing in it.'
            : 'Everything is deleted when Alcove starts next. Close it now.'}
        </p>
      ) : (
        <div className="flex flex-col gap-4">
          {preview && <WhatGoes preview={preview} />}
          {preview && preview.modelBytes > 0 && (
            <Also
              name="Models that you put there, too"
              note={`${bytes(preview.modelBytes)}, which cost time to get again`}
              on={models}
              onChange={setModels}
            />
          )}
          {preview?.backups && (
            <Also
              name="The backups of this library, too"
              note={`at ${preview.backups}; those of other libraries stay`}
              on={backups}
              onChange={setBackups}
            />
          )}
          <TextField
            ref={box}
            label={`Type “${eraseWord}”`}
            value={word}
            onChange={setWord}
            maxLength={100}
            autoComplete="off"
            spellCheck={false}
          />
        </div>
      )}
      {problem && (
        <p className="mt-4 text-danger" role="alert">
          {problem}
        </p>
      )}
    </Dialog>
  )
}

function WhatGoes({ preview }: { readonly preview: ErasePreview }) {
  const { dataFolder, documents, conversations, bytes: size, backups } = preview
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      <div>
        <h3 className="em">What goes</h3>
        <ul className="list-disc pl-4 num">
          <li>{`${plural(documents, 'document')} of the library, with their texts and the index`}</li>
          <li>{`${plural(conversations, 'conversation')}, drafts, assistants and prompts`}</li>
          <li>Settings, keys, logs and lists of what was done</li>
          <li>What was kept before a restore or an update</li>
          <li className="break-words">{`In all ${bytes(size)} in ${dataFolder}`}</li>
        </ul>
      </div>
      <div>
        <h3 className="em">What stays</h3>
        <ul className="list-disc pl-4">
          <li>Your own files, where they are</li>
          <li>Exports that you made</li>
          <li>{backups ? 'Backups, unless you say so below' : 'Backups that you made elsewhere'}</li>
          <li>Models of Ollama, and Alcove itself</li>
        </ul>
      </div>
    </div>
  )
}

interface AlsoProps {
  readonly name: string
  readonly note: string
  readonly on: boolean
  readonly onChange: (on: boolean) => void
}

function Also({ name, note, on, onChange }: AlsoProps) {
  return (
    <div className="flex items-center justify-between gap-4">
      <span className="min-w-0">
        {name}
        <span className="block break-words text-muted num">{note}</span>
      </span>
      <Switch label={name} on={on} onChange={onChange} />
    </div>
  )
}
