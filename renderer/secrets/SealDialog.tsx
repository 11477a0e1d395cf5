import { useState } from 'react'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { TextField } from '../ui/Field.tsx'
import { useSecrets } from './useSecrets.ts'

export interface SealDialogProps {
  /** True: there is a passphrase already, and another one takes its place. */
  readonly changes: boolean
  readonly onClose: () => void
}

const shortest = 8

/** A passphrase under which keys and passwords are kept. */
export function SealDialog({ changes, onClose }: SealDialogProps) {
  const [present, setPresent] = useState('')
  const [passphrase, setPassphrase] = useState('')
  const [again, setAgain] = useState('')
  const { seal, isBusy, problem } = useSecrets({ onDone: onClose })
  const tooShort = passphrase !== '' && passphrase.length < shortest
  const differs = again !== '' && again !== passphrase
  const isReady = passphrase.length >= shortest && again === passphrase && (!changes || present !== '') && !isBusy
  return (
    <Dialog
      open
      onClose={onClose}
      title={changes ? 'Change the passphrase' : 'Keep keys with a passphrase'}
      description="Keys and passwords go into a file of your data folder that only this passphrase opens. You are asked for it once after each start."
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" type="submit" form="seal" disabled={!isReady}>
            {changes ? 'Change it' : 'Keep them'}
          </Button>
        </>
      }
    >
      <form
        id="seal"
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          if (isReady) seal(changes ? { passphrase, present } : { passphrase })
        }}
      >
        {changes && (
          <TextField
            label="Present passphrase"
            type="password"
            autoComplete="off"
            value={present}
            onChange={setPresent}
            autoFocus
          />
        )}
        <TextField
          label="Passphrase"
          type="password"
          autoComplete="new-password"
          value={passphrase}
          onChange={setPassphrase}
          autoFocus={!changes}
          problem={tooShort ? `At least ${shortest} characters.` : undefined}
          hint="Nobody can tell it to you again. Without it the keys have to be given anew; your library is not touched by it."
        />
        <TextField
          label="Once more"
          type="password"
          autoComplete="new-password"
          value={again}
          onChange={setAgain}
          problem={differs ? 'This is another one.' : undefined}
        />
        {problem && (
          <p className="text-danger" role="alert">
            {problem}
          </p>
        )}
      </form>
    </Dialog>
  )
}
