import { useState } from 'react'
import { Button } from '../ui/Button.tsx'
import { Command } from '../ui/Command.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { TextField } from '../ui/Field.tsx'
import { Select } from '../ui/Select.tsx'
import { momentOf } from './backup-words.ts'
import { type ChooseFolder, FolderField } from './FolderField.tsx'
import { useRestore } from './useBackups.ts'

export interface RestoreDialogProps {
  /** A backup of the list; null: a file is asked for. */
  readonly backup: { readonly name: string; readonly madeAt: number; readonly encrypted: boolean } | null
  readonly chooseFolder: ChooseFolder
  readonly onClose: () => void
}

const targets = [
  { value: 'folder', label: 'Into a new folder' },
  { value: 'in-place', label: 'In place' },
]

/** Goes back to a backup: into a folder beside the present library, or in its place, where what was there is kept. */
export function RestoreDialog({ backup, chooseFolder, onClose }: RestoreDialogProps) {
  const [file, setFile] = useState('')
  const [target, setTarget] = useState('folder')
  const [folder, setFolder] = useState('')
  const [passphrase, setPassphrase] = useState('')
  const { restore, restored, isRestoring, problem } = useRestore()
  const from = backup ? { name: backup.name } : { file: file.trim() }
  const to = target === 'folder' ? folder.trim() : null
  const isReady = to !== '' && (backup !== null || file.trim() !== '')
  return (
    <Dialog
      open
      onClose={onClose}
      size="wide"
      title={backup ? `Restore the backup of ${momentOf(backup.madeAt)}` : 'Restore from a file'}
      description={
        target === 'folder'
          ? 'Makes a data folder of its own. The library that is open stays as it is.'
          : 'Puts the backup in the place of the present library. What is there now is kept beside it, nothing is deleted, and Alcove starts again.'
      }
      actions={
        restored ? (
          <Button kind="primary" onClick={onClose}>
            Done
          </Button>
        ) : (
          <>
            <Button onClick={onClose}>Cancel</Button>
            <Button
              kind="primary"
              disabled={!isReady || isRestoring}
              onClick={() => restore({ from, to, passphrase: passphrase || null })}
            >
              {isRestoring ? 'Restoring' : 'Restore'}
            </Button>
          </>
        )
      }
    >
      {restored ? (
        <div role="status">
          <p>{whatCame({ waits: restored.waits, restarts: restored.restarts })}</p>
          {!restored.waits && <Command text={`alcove --data "${restored.folder}" serve`} />}
        </div>
      ) : (
        <div className="flex flex-col gap-4">
          {!backup && (
            <TextField
              label="File"
              value={file}
              onChange={setFile}
              maxLength={4_096}
              spellCheck={false}
              hint="The whole path of a backup on this machine."
            />
          )}
          <div>
            <Select label="Where to" value={target} options={targets} onChange={setTarget} />
          </div>
          {target === 'folder' && (
            <FolderField
              label="New or empty folder"
              value={folder}
              onChange={setFolder}
              hint="It is made if it is not there."
              chooseFolder={chooseFolder}
            />
          )}
          {(backup === null || backup.encrypted) && (
            <TextField
              label="Passphrase"
              type="password"
              autoComplete="off"
              value={passphrase}
              onChange={setPassphrase}
              maxLength={1_000}
              hint="Only for an encrypted backup, and only if it is not the one that is known here."
            />
          )}
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

function whatCame({ waits, restarts }: { readonly waits: boolean; readonly restarts: boolean }): string {
  if (!waits) return 'The backup is restored. This opens it:'
  return restarts
    ? 'The backup is ready, and Alcove starts again with it now.'
    : 'The backup is ready. It takes its place when Alcove starts next.'
}
