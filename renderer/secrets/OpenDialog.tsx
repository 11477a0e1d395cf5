import { useState } from 'react'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { TextField } from '../ui/Field.tsx'
import { useSecrets } from './useSecrets.ts'

/** Asks for the passphrase of the keys, once a run. */
export function OpenDialog({ onClose }: { readonly onClose: () => void }) {
  const [passphrase, setPassphrase] = useState('')
  const [forgetting, setForgetting] = useState(false)
  const { open, forget, isBusy, problem } = useSecrets({ onDone: onClose })
  const isReady = passphrase !== '' && !isBusy
  return (
    <Dialog
      open
      onClose={onClose}
      title="Open the keys"
      description="Keys and passwords are sealed. Give their passphrase; it holds until Alcove is closed."
      actions={
        <>
          <Button
            kind="danger"
            className="mr-auto"
            disabled={isBusy}
            onClick={() => (forgetting ? forget() : setForgetting(true))}
          >
            {forgetting ? 'Yes, forget all keys' : 'I do not have it'}
          </Button>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" type="submit" form="open-keys" disabled={!isReady}>
            Open them
          </Button>
        </>
      }
    >
      <form
        id="open-keys"
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          if (isReady) open(passphrase)
        }}
      >
        <TextField
          label="Passphrase"
          type="password"
          autoComplete="off"
          value={passphrase}
          onChange={setPassphrase}
          autoFocus
        />
        {forgetting && (
          <p role="status">
            Without the passphrase nobody can open the keys. Forgetting deletes them: the keys of servers and the
            secrets of backups have to be given anew. Your library is not touched.
          </p>
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
