import { useState } from 'react'
import type { ModelServer } from '#contract/models.contract'
import { hostOf } from '../app/address.ts'
import { useSettings } from '../app/useSettings.ts'
import { Button } from '../ui/Button.tsx'
import { Row, Rows } from '../ui/Rows.tsx'
import { StateShape } from '../ui/StateShape.tsx'
import { CompatibleDialog } from './CompatibleDialog.tsx'
import { Leaves } from './Leaves.tsx'

/** The server that speaks as OpenAI does, or the way to name one. */
export function CompatibleSection({ server }: { readonly server: ModelServer | undefined }) {
  const { settings } = useSettings()
  const [changing, setChanging] = useState(false)
  const set = settings.openaiCompatible
  return (
    <section aria-label="Other servers">
      <h2>
        <span className="em">Other servers</span>
        <span className="text-muted">OpenAI-compatible</span>
      </h2>
      <Rows>
        {set ? (
          <Row name={`${set.name}, ${set.model}`} note={<Note address={set.address} server={server} />}>
            {server?.local === false && <Leaves />}
            <Button onClick={() => setChanging(true)}>Change</Button>
          </Row>
        ) : (
          <Row
            name="None"
            note="llama.cpp, LM Studio or vLLM on this machine, or a service elsewhere if you choose to."
          >
            <Button onClick={() => setChanging(true)}>Add a server</Button>
          </Row>
        )}
      </Rows>
      {changing && <CompatibleDialog server={set} onClose={() => setChanging(false)} />}
    </section>
  )
}

function Note({ address, server }: { readonly address: string; readonly server: ModelServer | undefined }) {
  const sent =
    server?.local === false
      ? 'It is sent your question and the passages it needs, and only when you choose it.'
      : 'It stays on this machine.'
  return (
    <>
      {hostOf(address)}. {server && sent}
      {server?.advice && (
        <span className="with-state text-ink">
          <StateShape shape="cross" tone="bad" />
          <span>{server.advice}</span>
        </span>
      )}
    </>
  )
}
