import { useState } from 'react'
import type { BackupState } from '#contract/backup.contract'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { TextField } from '../ui/Field.tsx'
import { Select } from '../ui/Select.tsx'
import { Switch } from '../ui/Switch.tsx'
import { type BackupDraft, draftOf, wishOf } from './backup-draft.ts'
import { type ChooseFolder, FolderField } from './FolderField.tsx'
import { usePlan } from './useBackups.ts'

export interface BackupPlanDialogProps {
  readonly state: BackupState
  readonly chooseFolder: ChooseFolder
  readonly onClose: () => void
}

const kinds = [
  { value: 'folder', label: 'A folder' },
  { value: 'webdav', label: 'WebDAV' },
  { value: 's3', label: 'S3' },
]
const intervals = [
  { value: 'hourly', label: 'Every hour' },
  { value: 'daily', label: 'Every day' },
  { value: 'weekly', label: 'Every week' },
]

/** Takes where backups go, how often, and whether they are encrypted; what it says is tried before it holds. */
export function BackupPlanDialog({ state: { plan: held, has }, chooseFolder, onClose }: BackupPlanDialogProps) {
  const [draft, setDraft] = useState(() => draftOf(held))
  const [passphrase, setPassphrase] = useState('')
  const [password, setPassword] = useState('')
  const { plan, isPlanning, problem } = usePlan(onClose)
  const wish = wishOf(draft)
  const change = (part: Partial<BackupDraft>) => setDraft((before) => ({ ...before, ...part }))
  const lacksPassphrase = draft.encrypted && !has.passphrase && passphrase === ''
  return (
    <Dialog
      open
      onClose={onClose}
      size="wide"
      title={held ? 'Change backups' : 'Turn on backups'}
      description="Alcove makes them while it runs, reads each one back, and keeps those of the last 24 hours, 7 days and 5 weeks."
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            kind="primary"
            disabled={!wish || lacksPassphrase || isPlanning}
            onClick={() => wish && plan({ wish, passphrase, password })}
          >
            {isPlanning ? 'Trying it' : held ? 'Keep it' : 'Turn on'}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <div className="flex flex-wrap gap-2">
          <Select
            label="Where to"
            value={draft.kind}
            options={kinds}
            onChange={(value) => change({ kind: value === 'webdav' || value === 's3' ? value : 'folder' })}
          />
          <Select
            label="How often"
            value={draft.every}
            options={intervals}
            onChange={(value) => change({ every: value === 'hourly' || value === 'weekly' ? value : 'daily' })}
          />
        </div>
        {draft.kind === 'folder' && (
          <FolderField
            label="Folder"
            value={draft.path}
            onChange={(path) => change({ path })}
            hint="Best on another drive: what breaks with this one would be lost with it."
            chooseFolder={chooseFolder}
          />
        )}
        {draft.kind !== 'folder' && (
          <ServerFields
            draft={draft}
            change={change}
            password={password}
            onPassword={setPassword}
            known={has.password}
          />
        )}
        <div className="flex items-center justify-between gap-4">
          <span className="em">Encrypted with a passphrase</span>
          <Switch
            label="Encrypted with a passphrase"
            on={draft.encrypted}
            onChange={(encrypted) => change({ encrypted })}
          />
        </div>
        {draft.encrypted && (
          <TextField
            label="Passphrase"
            type="password"
            autoComplete="new-password"
            value={passphrase}
            onChange={setPassphrase}
            placeholder={has.passphrase ? 'Known; type another one to change it' : ''}
            maxLength={1_000}
            hint="Write it down: without it nobody can open these backups, Alcove neither."
          />
        )}
      </div>
      {problem && (
        <p className="mt-4 text-danger" role="alert">
          {problem}
        </p>
      )}
    </Dialog>
  )
}

interface ServerFieldsProps {
  readonly draft: BackupDraft
  readonly change: (part: Partial<BackupDraft>) => void
  readonly password: string
  readonly onPassword: (password: string) => void
  /** Whether a password is kept already. */
  readonly known: boolean
}

function ServerFields({ draft, change, password, onPassword, known }: ServerFieldsProps) {
  const isS3 = draft.kind === 's3'
  return (
    <>
      <TextField
        label="Address"
        value={draft.address}
        onChange={(address) => change({ address })}
        maxLength={2_000}
        spellCheck={false}
        hint={isS3 ? 'Of the service, without the bucket.' : 'Of a folder; it is made if its server allows that.'}
      />
      {isS3 && (
        <div className="grid grid-cols-[repeat(auto-fit,minmax(150px,1fr))] gap-4">
          <TextField label="Region" value={draft.region} onChange={(region) => change({ region })} spellCheck={false} />
          <TextField label="Bucket" value={draft.bucket} onChange={(bucket) => change({ bucket })} spellCheck={false} />
          <TextField label="Prefix" value={draft.prefix} onChange={(prefix) => change({ prefix })} spellCheck={false} />
        </div>
      )}
      <div className="grid grid-cols-[repeat(auto-fit,minmax(200px,1fr))] gap-4">
        {isS3 ? (
          <TextField label="Key id" value={draft.keyId} onChange={(keyId) => change({ keyId })} spellCheck={false} />
        ) : (
          <TextField label="Name" value={draft.user} onChange={(user) => change({ user })} spellCheck={false} />
        )}
        <TextField
          label={isS3 ? 'Secret key' : 'Password'}
          type="password"
          autoComplete="off"
          value={password}
          onChange={onPassword}
          placeholder={known ? 'Known; type another one to change it' : ''}
          maxLength={1_000}
        />
      </div>
      <p className="text-muted">
        Leaves this machine: each backup, as a whole. Encrypt it if others can read that server.
      </p>
    </>
  )
}
