import { useState } from 'react'
import type { ModelServer } from '#contract/models.contract'
import { hostOf } from '../../app/address.ts'
import { ConsentDialog } from '../../app/ConsentDialog.tsx'
import { useConsent } from '../../app/useConsent.ts'
import { Button } from '../../ui/Button.tsx'
import { Row } from '../../ui/Rows.tsx'

/** Asks whether questions may be sent to a server on another machine. */
export function AllowRow({ server }: { readonly server: ModelServer }) {
  const [asking, setAsking] = useState(false)
  const { id, address } = server
  return (
    <Row name="Waits for your consent" note={`It is at ${hostOf(address)}, not on this machine, and is asked nothing.`}>
      <Button onClick={() => setAsking(true)}>Allow</Button>
      {asking && (
        <ConsentDialog
          server={{ id, host: hostOf(address), open: address.startsWith('http:') }}
          onClose={() => setAsking(false)}
          onAllowed={() => setAsking(false)}
        />
      )}
    </Row>
  )
}

/** Takes back that questions may be sent to a server on another machine. */
export function WithdrawRow({ server }: { readonly server: ModelServer }) {
  const { withdraw, problem } = useConsent()
  return (
    <Row
      name={`Questions may be sent to ${hostOf(server.address)}`}
      note={server.allowedAt !== null && `You allowed it on ${new Date(server.allowedAt).toLocaleDateString()}.`}
      problem={problem}
    >
      <Button onClick={() => withdraw(server.id)}>Send nothing more</Button>
    </Row>
  )
}
