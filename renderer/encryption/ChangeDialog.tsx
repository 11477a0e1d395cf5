import { type FormEvent, useState } from 'react'
import { shortestPassphrase } from '#contract/encryption.contract'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { TextField } from '../ui/Field.tsx'
import { say } from '../ui/Toasts.tsx'
import { RecoveryKey } from './RecoveryKey.tsx'
import { type Change, useChangeWays } from './useEncryption.ts'

export interface ChangeDialogProps {
  /** What is to be changed; a passphrase without a value is asked for. */
  readonly change: Change
  readonly onClose: () => void
}

const titles: Readonly<Record<Change['what'], string>> = {
  passphrase: 'Change the passphrase',
  keychain: 'The keychain',
  'recovery-key': 'A new recovery key',
  'turn-off': 'Take the encryption off',
}

const descriptions: Readonly<Record<Change['what'], string>> = {
  passphrase: 'The one before opens nothing any more, except backups that were made while it held.',
  keychain: 'Whether the keychain of your system opens the library without asking.',
  'recovery-key': 'The one before opens nothing any more, except backups that were made while it held.',
  'turn-off': 'Everything is written as it was before, and can be read by whoever can read the disk.',
}

/** Asks for the passphrase or the recovery key, and changes what opens the library. */
export function ChangeDialog({ change: wanted, onClose }: ChangeDialogProps) {
  const [secret, setSecret] = useState('')
  const [passphrase, setPassphrase] = useState('')
  const { change, done, isBusy, problem } = useChangeWays()
  const asksNew = wanted.what === 'passphrase' && wanted.passphrase !== null
  const isReady = secret !== '' && (!asksNew || passphrase !== '') && !isBusy
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!isReady) return
    const wish: Change = asksNew ? { what: 'passphrase', passphrase } : wanted
    change(
      { secret, change: wish },
      {
        onSuccess: ({ recoveryKey }) => {
          if (recoveryKey !== null) return
          if (wanted.what !== 'turn-off') say('What opens the library was changed')
          onClose()
        },
      },
    )
  }
  const made = done?.recoveryKey ?? null
  return (
    <Dialog
      open
      onClose={onClose}
      title={titles[wanted.what]}
      {...(made === null ? { description: descriptions[wanted.what] } : {})}
      actions={
        made !== null ? (
          <Button kind="primary" onClick={onClose}>
            I wrote it down
          </Button>
        ) : (
          <>
            <Button onClick={onClose}>Cancel</Button>
            <Button
              kind={wanted.what === 'turn-off' ? 'danger' : 'primary'}
              type="submit"
              form="ways"
              disabled={!isReady}
            >
              {wanted.what === 'turn-off' ? 'Decrypt now' : 'Change'}
            </Button>
          </>
        )
      }
    >
      {made !== null ? (
        <RecoveryKey value={made} />
      ) : (
        <form id="ways" className="flex flex-col gap-4" onSubmit={submit}>
          <TextField
            label="Present passphrase or recovery key"
            type="password"
            autoComplete="current-password"
            value={secret}
            onChange={setSecret}
            maxLength={1_000}
            autoFocus
          />
          {asksNew && (
            <TextField
              label="New passphrase"
              type="password"
              autoComplete="new-password"
              value={passphrase}
              onChange={setPassphrase}
              maxLength={1_000}
              hint={`At least ${shortestPassphrase} characters.`}
            />
          )}
          {problem && (
            <p className="text-danger" role="alert">
              {problem}
            </p>
          )}
        </form>
      )}
    </Dialog>
  )
}
