import { useState } from 'react'
import type { ModelChoice } from '#contract/models.contract'
import { ConsentDialog } from '../app/ConsentDialog.tsx'
import { shortName } from '../app/model-choice.ts'
import { Button } from '../ui/Button.tsx'
import { remediesOf } from './problem.ts'

export interface NotReadyProps {
  readonly error: unknown
  /** Asks the same question of another model; absent: as it was asked. */
  readonly onAsk: (model?: ModelChoice) => void
}

/** What can be done where the model could not begin: allow its server, ask one that is ready, or take quotes. */
export function NotReady({ error, onAsk }: NotReadyProps) {
  const [asking, setAsking] = useState(false)
  const remedies = remediesOf(error)
  if (!remedies) return null
  const { instead, asks } = remedies
  return (
    <>
      {asks && (
        <Button kind="primary" onClick={() => setAsking(true)}>
          Allow it and ask
        </Button>
      )}
      {instead && <Button onClick={() => onAsk(instead)}>Ask {shortName(instead.name)} instead</Button>}
      <Button onClick={() => onAsk({ runtime: 'quotes', name: 'quotes' })}>Quotes instead</Button>
      {asking && asks && (
        <ConsentDialog
          server={{ id: asks.server, host: asks.host }}
          onClose={() => setAsking(false)}
          onAllowed={() => {
            setAsking(false)
            onAsk()
          }}
        />
      )}
    </>
  )
}
