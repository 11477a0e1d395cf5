import { useState } from 'react'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { TextField } from '../ui/Field.tsx'
import { importInWords } from './import-words.ts'
import { useImport } from './useYourData.ts'

/** Brings an export in, from a file of this machine. */
export function ImportDialog({ onClose }: { readonly onClose: () => void }) {
  const [file, setFile] = useState('')
  const { bringIn, broughtIn, isImporting, problem } = useImport()
  return (
    <Dialog
      open
      onClose={onClose}
      size="wide"
      title="Import an export"
      description="All of it is checked first, and nothing is brought in from one that is damaged. What is here stays, unless the export knows a later change of it. Alcove starts again afterwards."
      actions={
        broughtIn ? (
          <Button kind="primary" onClick={onClose}>
            Done
          </Button>
        ) : (
          <>
            <Button onClick={onClose}>{isImporting ? 'Close' : 'Cancel'}</Button>
            <Button kind="primary" disabled={file.trim() === '' || isImporting} onClick={() => bringIn(file.trim())}>
              {isImporting ? 'Importing' : 'Import'}
            </Button>
          </>
        )
      }
    >
      {broughtIn ? (
        <p role="status">{importInWords(broughtIn)}</p>
      ) : (
        <TextField
          label="File"
          value={file}
          onChange={setFile}
          maxLength={4_096}
          spellCheck={false}
          hint="The whole path of an export on this machine."
        />
      )}
      {problem && (
        <p className="mt-4 text-danger" role="alert">
          {problem}
        </p>
      )}
    </Dialog>
  )
}
