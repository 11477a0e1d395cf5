import { useQuery } from '@tanstack/react-query'
import { addressProblem, leavingSentence, toAddress } from '../app/address.ts'
import { queries } from '../app/queries.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { TextField } from '../ui/Field.tsx'
import { keepDraft, useServerDrafts } from './drafts.ts'
import { useSetUp } from './useModels.ts'

export interface OllamaDialogProps {
  readonly address: string | null
  readonly onClose: () => void
}

/** Where Ollama is, when it is not where it usually is. */
export function OllamaDialog({ address, onClose }: OllamaDialogProps) {
  const typed = useServerDrafts((drafts) => drafts.ollama) ?? address ?? ''
  const found = useQuery(queries.models).data?.servers.find((server) => server.runtime === 'ollama')
  const { keep, isKeeping, problem } = useSetUp({ onKept: leave })
  const wrong = typed.trim() ? addressProblem(typed) : undefined
  const leaving = leavingSentence(typed)

  function leave() {
    keepDraft({ ollama: null })
    onClose()
  }

  return (
    <Dialog
      open
      onClose={onClose}
      title="Where Ollama is"
      description="Leave it empty for the usual place on this machine. OLLAMA_HOST, where it is set, comes first."
      actions={
        <>
          <Button onClick={leave}>Cancel</Button>
          <Button kind="primary" type="submit" form="ollama" disabled={wrong !== undefined || isKeeping}>
            Keep it
          </Button>
        </>
      }
    >
      <form
        id="ollama"
        onSubmit={(event) => {
          event.preventDefault()
          if (wrong === undefined && !isKeeping) keep({ ollamaAddress: toAddress(typed) || null })
        }}
      >
        <TextField
          label="Address"
          value={typed}
          onChange={(ollama) => keepDraft({ ollama })}
          placeholder={found?.address ?? 'http://127.0.0.1:11434'}
          spellCheck={false}
          autoFocus
          problem={wrong}
          hint={leaving && <span className="text-warn">{leaving}</span>}
        />
        {problem && (
          <p className="mt-2 text-danger" role="alert">
            {problem}
          </p>
        )}
      </form>
    </Dialog>
  )
}
