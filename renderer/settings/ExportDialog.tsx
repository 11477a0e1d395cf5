import { useState } from 'react'
import { Button } from '../ui/Button.tsx'
import { Command } from '../ui/Command.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { Switch } from '../ui/Switch.tsx'
import { bytes, plural } from '../ui/words.ts'
import { type ChooseFolder, FolderField } from './FolderField.tsx'
import { useExport, useOriginals } from './useYourData.ts'

export interface ExportDialogProps {
  readonly chooseFolder: ChooseFolder
  readonly onClose: () => void
}

/** Writes everything into a file of plain files, where a person says. */
export function ExportDialog({ chooseFolder, onClose }: ExportDialogProps) {
  const [folder, setFolder] = useState('')
  const [originals, setOriginals] = useState(false)
  const { write, written, isWriting, problem } = useExport()
  const files = useOriginals()
  return (
    <Dialog
      open
      onClose={onClose}
      size="wide"
      title="Export everything"
      description="One ZIP file that any program opens, with a README in it. It is not encrypted: whoever has it can read it. It goes on when this is closed."
      actions={
        written ? (
          <Button kind="primary" onClick={onClose}>
            Done
          </Button>
        ) : (
          <>
            <Button onClick={onClose}>{isWriting ? 'Close' : 'Cancel'}</Button>
            <Button
              kind="primary"
              disabled={folder.trim() === '' || isWriting}
              onClick={() => write({ to: folder.trim(), originals })}
            >
              {isWriting ? 'Exporting' : 'Export'}
            </Button>
          </>
        )
      }
    >
      {written ? (
        <div role="status">
          <p>{`Everything is in one file of ${bytes(written.bytes)}, which was read back and is whole.`}</p>
          <Command text={written.file} />
          {written.missing > 0 && (
            <p className="mt-2 text-muted">
              {`${plural(written.missing, 'file')} of yours could not be read; what Alcove has of their text is in it.`}
            </p>
          )}
        </div>
      ) : (
        <div className="flex flex-col gap-4">
          <FolderField
            label="Folder"
            value={folder}
            onChange={setFolder}
            hint="A folder, which gives the file a name of today; or the path of a file that is not there yet."
            chooseFolder={chooseFolder}
          />
          <div className="flex items-center justify-between gap-4">
            <span>
              With copies of your own files
              <span className="block text-muted num">
                {files ? `${plural(files.files, 'file')}, ${bytes(files.bytes)} more` : 'Looking how large they are'}
              </span>
            </span>
            <Switch label="With copies of your own files" on={originals} onChange={setOriginals} />
          </div>
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
