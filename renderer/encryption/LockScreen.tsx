import { type FormEvent, useState } from 'react'
import type { EncryptionState } from '#contract/encryption.contract'
import { usePageTitle } from '../app/page-title.ts'
import { Button } from '../ui/Button.tsx'
import { TextField } from '../ui/Field.tsx'
import './encryption.css'
import { useUnlock } from './useEncryption.ts'

/** What stands in the place of every page while the library is encrypted and closed. */
export function LockScreen({ ways }: Pick<EncryptionState, 'ways'>) {
  usePageTitle('Closed')
  const [secret, setSecret] = useState('')
  const [isShown, setShown] = useState(false)
  const { unlock, isOpening, problem } = useUnlock()
  const name = ways.includes('passphrase') ? 'Passphrase or recovery key' : 'Recovery key'
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (secret !== '' && !isOpening) unlock(secret)
  }
  return (
    <div className="door">
      <main id="main">
        <h1>Your library is closed</h1>
        <p className="lede">It is encrypted on this machine. Nothing of it can be read until you open it.</p>
        <form onSubmit={submit}>
          <TextField
            label={name}
            type={isShown ? 'text' : 'password'}
            value={secret}
            onChange={setSecret}
            autoComplete="current-password"
            autoCapitalize="off"
            spellCheck={false}
            maxLength={1_000}
            autoFocus
          />
          {problem && (
            <p className="text-danger" role="alert">
              {problem}
            </p>
          )}
          <div className="does">
            <Button kind="primary" type="submit" disabled={secret === '' || isOpening}>
              {isOpening ? 'Opening' : 'Open'}
            </Button>
            <Button kind="quiet" aria-pressed={isShown} onClick={() => setShown(!isShown)}>
              {isShown ? 'Hide what I type' : 'Show what I type'}
            </Button>
          </div>
        </form>
        <p className="text-muted">
          The recovery key was shown when encryption was turned on. Without either nobody can open the library, nor can
          anyone help.
        </p>
      </main>
    </div>
  )
}
