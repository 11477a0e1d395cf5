import { type FormEvent, useState } from 'react'
import { shortestPassphrase } from '#contract/encryption.contract'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { TextField } from '../ui/Field.tsx'
import { Row, Rows } from '../ui/Rows.tsx'
import { Switch } from '../ui/Switch.tsx'
import { RecoveryKey } from './RecoveryKey.tsx'
import { useTurnOn } from './useEncryption.ts'

export interface TurnOnDialogProps {
  readonly hasKeychain: boolean
  readonly onClose: () => void
}

/** Turns encryption on: what opens the library, then the recovery key, then everything is encrypted. */
export function TurnOnDialog({ hasKeychain, onClose }: TurnOnDialogProps) {
  const [passphrase, setPassphrase] = useState('')
  const [repeated, setRepeated] = useState('')
  const [keychain, setKeychain] = useState(false)
  const [lastGroup, setLastGroup] = useState('')
  const { prepare, recoveryKey, turnOn, isBusy, problem } = useTurnOn()
  const differs = repeated !== '' && repeated !== passphrase
  const isChosen = passphrase === '' ? keychain : passphrase === repeated
  const goOn = (event: FormEvent) => {
    event.preventDefault()
    if (isBusy) return
    if (recoveryKey !== null) turnOn(lastGroup)
    else if (isChosen) prepare({ passphrase: passphrase || null, keychain })
  }
  return (
    <Dialog
      open
      onClose={onClose}
      size="wide"
      title={recoveryKey === null ? 'Encrypt the library' : 'The recovery key'}
      description={
        recoveryKey === null
          ? 'Texts, conversations, settings, the index and copies of pasted files are encrypted on the disk. Your own files stay as they are.'
          : undefined
      }
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            kind="primary"
            type="submit"
            form="turn-on"
            disabled={isBusy || (recoveryKey === null ? !isChosen : lastGroup.trim().length !== 4)}
          >
            {recoveryKey === null ? 'Go on' : 'Encrypt now'}
          </Button>
        </>
      }
    >
      <form id="turn-on" className="flex flex-col gap-4" onSubmit={goOn}>
        {recoveryKey === null ? (
          <>
            <TextField
              label="Passphrase"
              type="password"
              autoComplete="new-password"
              value={passphrase}
              onChange={setPassphrase}
              maxLength={1_000}
              autoFocus
              hint={`At least ${shortestPassphrase} characters; several words that do not belong together are best.${hasKeychain ? ' It can be left out where the keychain opens the library; then there is no lock.' : ''}`}
            />
            <TextField
              label="The same once more"
              type="password"
              autoComplete="new-password"
              value={repeated}
              onChange={setRepeated}
              maxLength={1_000}
              {...(differs ? { problem: 'This is not the same.' } : {})}
            />
            {hasKeychain && (
              <Rows>
                <Row
                  name="Open it with the keychain"
                  note="The keychain of your system keeps the key, so that Alcove opens without asking after you have signed in."
                >
                  <Switch label="Open it with the keychain" on={keychain} onChange={setKeychain} />
                </Row>
              </Rows>
            )}
          </>
        ) : (
          <>
            <RecoveryKey value={recoveryKey} />
            <TextField
              label="Its last four characters"
              value={lastGroup}
              onChange={setLastGroup}
              maxLength={4}
              autoComplete="off"
              spellCheck={false}
              hint="They show that you have it on paper. Alcove is closed for a moment while everything is encrypted."
            />
          </>
        )}
        {problem && (
          <p className="text-danger" role="alert">
            {problem}
          </p>
        )}
      </form>
    </Dialog>
  )
}
