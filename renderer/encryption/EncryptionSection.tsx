import { useState } from 'react'
import { sentenceForEncryption } from '#contract/encryption.sentences'
import { useSettings } from '../app/useSettings.ts'
import { Button } from '../ui/Button.tsx'
import { Row, Rows } from '../ui/Rows.tsx'
import { Select } from '../ui/Select.tsx'
import { StateShape } from '../ui/StateShape.tsx'
import { Switch } from '../ui/Switch.tsx'
import { ChangeDialog } from './ChangeDialog.tsx'
import { TurnOnDialog } from './TurnOnDialog.tsx'
import { type Change, useEncryption } from './useEncryption.ts'

const minutes = [null, 5, 15, 60, 240]
const lockOptions = minutes.map((each) => ({
  value: String(each),
  label:
    each === null
      ? 'Never'
      : each < 60
        ? `After ${each} minutes`
        : `After ${each / 60} ${each === 60 ? 'hour' : 'hours'}`,
}))

/** Whether the library is encrypted on the disk, what opens it, and when it is closed. */
export function EncryptionSection() {
  const { state, lock } = useEncryption()
  const { settings, change: set } = useSettings()
  const [turningOn, setTurningOn] = useState(false)
  const [change, setChange] = useState<Change | null>(null)
  if (!state) return null
  const isOn = state.state === 'open'
  const byPassphrase = state.ways.includes('passphrase')
  const byKeychain = state.ways.includes('keychain')
  return (
    <section>
      <h2>
        <span className="em">Encryption and lock</span>
      </h2>
      <Rows>
        <Row
          name="The library on the disk"
          note={
            <span className="with-state">
              <StateShape shape={isOn ? 'full' : 'empty'} tone={isOn ? 'ok' : 'wait'} />
              <span>
                {isOn
                  ? 'Encrypted: texts, conversations, settings, the index and copies of pasted files.'
                  : 'Not encrypted: whoever can read the disk can read it.'}
              </span>
            </span>
          }
          problem={state.problem && sentenceForEncryption(state.problem)}
        >
          {isOn ? (
            <Button onClick={() => setChange({ what: 'turn-off' })}>Turn off…</Button>
          ) : (
            <Button disabled={!state.canReopen} onClick={() => setTurningOn(true)}>
              Turn on…
            </Button>
          )}
        </Row>
        {isOn && (
          <>
            <Row
              name="Passphrase"
              note={byPassphrase ? 'Opens the library.' : 'None: the library cannot be locked while Alcove runs.'}
            >
              {byPassphrase && byKeychain && (
                <Button kind="quiet" onClick={() => setChange({ what: 'passphrase', passphrase: null })}>
                  Take away…
                </Button>
              )}
              <Button onClick={() => setChange({ what: 'passphrase', passphrase: '' })}>
                {byPassphrase ? 'Change…' : 'Choose one…'}
              </Button>
            </Row>
            {state.hasKeychain && (
              <Row name="Keychain" note="Opens the library at each start, without asking.">
                <Switch
                  label="The keychain opens the library"
                  on={byKeychain}
                  onChange={(on) => setChange({ what: 'keychain', on })}
                />
              </Row>
            )}
            <Row name="Recovery key" note="On your paper, and nowhere else.">
              <Button onClick={() => setChange({ what: 'recovery-key' })}>Make a new one…</Button>
            </Row>
            {byPassphrase && state.canReopen && (
              <>
                <Row
                  name="Close it when nobody is there"
                  note="Counted from the last key or click in a window of Alcove."
                >
                  <Select
                    label="Close it when nobody is there"
                    value={String(settings.lockAfter)}
                    options={lockOptions}
                    align="end"
                    onChange={(value) => set({ lockAfter: value === 'null' ? null : Number(value) })}
                  />
                </Row>
                <Row name="Close it now" note="Only the passphrase or the recovery key opens it again.">
                  <Button onClick={() => lock()}>Lock now</Button>
                </Row>
              </>
            )}
          </>
        )}
      </Rows>
      {turningOn && <TurnOnDialog hasKeychain={state.hasKeychain} onClose={() => setTurningOn(false)} />}
      {change && <ChangeDialog change={change} onClose={() => setChange(null)} />}
    </section>
  )
}
