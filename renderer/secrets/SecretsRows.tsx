import { useState } from 'react'
import type { SecretsState } from '#contract/secrets.contract'
import { Button } from '../ui/Button.tsx'
import { Row, Rows } from '../ui/Rows.tsx'
import { plural } from '../ui/words.ts'
import { OpenDialog } from './OpenDialog.tsx'
import { SealDialog } from './SealDialog.tsx'
import { useSecrets } from './useSecrets.ts'

/** Where keys and passwords are kept, and the passphrase that keeps them where there is no keychain. */
export function SecretsRows() {
  const [dialog, setDialog] = useState<'seal' | 'open' | null>(null)
  const close = () => setDialog(null)
  const { state } = useSecrets({ onDone: close })
  if (!state) return null
  const { place, file } = state
  return (
    <section aria-label="Keys and passwords">
      <h2>
        <span className="em">Keys and passwords</span>
      </h2>
      <Rows>
        <Row name={nameOf(state)} note={noteOf(state)}>
          {file === 'locked' && (
            <Button kind="primary" onClick={() => setDialog('open')}>
              Open them
            </Button>
          )}
          {file === 'open' && <Button onClick={() => setDialog('seal')}>Change the passphrase</Button>}
          {file === 'none' && place !== 'keychain' && (
            <Button onClick={() => setDialog('seal')}>Set a passphrase</Button>
          )}
        </Row>
      </Rows>
      {dialog === 'seal' && <SealDialog changes={file === 'open'} onClose={close} />}
      {dialog === 'open' && <OpenDialog onClose={close} />}
    </section>
  )
}

/** Says that sealed keys are wanted, where they are used; nothing while they can be read. */
export function LockedKeys() {
  const [opening, setOpening] = useState(false)
  const { state } = useSecrets({ onDone: () => setOpening(false) })
  if (state?.file !== 'locked') return null
  return (
    <div className="advice flex flex-wrap items-center gap-3" role="status">
      <span>The keys of your servers are sealed. Servers that want one refuse until you open them.</span>
      <Button onClick={() => setOpening(true)}>Open the keys</Button>
      {opening && <OpenDialog onClose={() => setOpening(false)} />}
    </div>
  )
}

function nameOf({ place, file }: SecretsState) {
  if (file === 'damaged') return 'The file of the keys cannot be read'
  if (file === 'locked') return 'Sealed'
  if (place === 'keychain') return 'In the keychain of your system'
  return file === 'open' ? 'Sealed with your passphrase, and open' : 'Until Alcove is closed'
}

function noteOf({ place, file, untilQuit }: SecretsState) {
  if (file === 'damaged')
    return 'It was left as it is. Put sealed-secrets.json back from a copy of the data folder, or delete it and give the keys anew. Your library is safe.'
  if (file === 'locked') return 'Give the passphrase once after each start. What needs no key works meanwhile.'
  if (place === 'keychain') return 'Keys of servers and secrets of backups. They are in no file of Alcove in clear.'
  if (file === 'open') return 'They are in your data folder, and nobody reads them without the passphrase.'
  const given = untilQuit > 0 ? ` ${plural(untilQuit, 'secret')} would be gone then.` : ''
  return `There is no keychain here, so keys of servers and secrets of backups are in memory only.${given} With a passphrase they are kept.`
}
