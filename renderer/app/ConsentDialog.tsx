import { sendingSentence } from '#contract/chat.sentences'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { useConsent } from './useConsent.ts'

export interface ConsentDialogProps {
  /** The server that is asked about: its id, and the host that would be sent to. */
  readonly server: { readonly id: string; readonly host: string; readonly open?: boolean }
  /** Nothing was allowed. */
  readonly onClose: () => void
  readonly onAllowed: () => void
}

/** Asks once, before anything is sent to a server on another machine. */
export function ConsentDialog({ server, onClose, onAllowed }: ConsentDialogProps) {
  const { allow, isAllowing, problem } = useConsent({ onAllowed })
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Send questions to ${server.host}?`}
      description={sendingSentence(server.host)}
      actions={
        <>
          <Button onClick={onClose}>Send nothing</Button>
          <Button kind="primary" disabled={isAllowing} onClick={() => allow(server.id)}>
            Allow it
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-2">
        {server.open && (
          <p className="text-warn">Its connection is not encrypted: what is sent can be read on its way.</p>
        )}
        <p>
          You are asked this once. You can take it back at any time in Settings, Models; the switch in Settings,
          Privacy, holds back everything at once.
        </p>
        {problem && (
          <p className="text-danger" role="alert">
            {problem}
          </p>
        )}
      </div>
    </Dialog>
  )
}
