import type { Settings } from '#contract/settings.contract'
import { addressProblem, hostOf, leavingSentence, toAddress } from '../app/address.ts'
import { useSettings } from '../app/useSettings.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { TextField } from '../ui/Field.tsx'
import { keepDraft, type ServerDraft, useServerDrafts } from './drafts.ts'
import { useSetUp } from './useModels.ts'

export interface CompatibleDialogProps {
  readonly server: Settings['openaiCompatible']
  readonly onClose: () => void
}

const nothing: ServerDraft = { name: '', address: '', model: '', key: '' }

/** A server that speaks as OpenAI does, here or elsewhere. */
export function CompatibleDialog({ server, onClose }: CompatibleDialogProps) {
  const draft = useServerDrafts((drafts) => drafts.compatible) ?? { ...nothing, ...server }
  const { settings } = useSettings()
  const { keep, isKeeping, problem } = useSetUp({ onKept: leave })
  const wrong = draft.address.trim() ? addressProblem(draft.address) : undefined
  const ready = draft.address.trim() !== '' && wrong === undefined && draft.model.trim() !== '' && !isKeeping
  const leaving = leavingSentence(draft.address)
  const type = (change: Partial<ServerDraft>) => keepDraft({ compatible: { ...draft, ...change } })

  function leave() {
    keepDraft({ compatible: null })
    onClose()
  }

  function submit() {
    const address = toAddress(draft.address)
    const name = draft.name.trim() || hostOf(address)
    keep({
      settings: { openaiCompatible: { name, address, model: draft.model.trim() } },
      key: draft.key.trim() || undefined,
    })
  }

  function forget() {
    const answers = settings.chatModel?.runtime === 'openai-compatible'
    keep({ settings: { openaiCompatible: null, ...(answers && { chatModel: null }) }, key: null })
  }

  return (
    <Dialog
      open
      onClose={onClose}
      title={server ? 'Change the server' : 'Add a server'}
      description="Any server that speaks as OpenAI does: llama.cpp, LM Studio, vLLM, or a service elsewhere."
      actions={
        <>
          {server && (
            <Button kind="danger" className="mr-auto" disabled={isKeeping} onClick={forget}>
              Forget it, and its key
            </Button>
          )}
          <Button onClick={leave}>Cancel</Button>
          <Button kind="primary" type="submit" form="compatible" disabled={!ready}>
            Keep it
          </Button>
        </>
      }
    >
      <form
        id="compatible"
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          if (ready) submit()
        }}
      >
        <TextField
          label="Address"
          value={draft.address}
          onChange={(address) => type({ address })}
          placeholder="http://127.0.0.1:8080/v1"
          spellCheck={false}
          autoFocus
          problem={wrong}
          hint={leaving ? <span className="text-warn">{leaving}</span> : 'It usually ends in /v1.'}
        />
        <TextField
          label="Model"
          value={draft.model}
          onChange={(model) => type({ model })}
          maxLength={200}
          spellCheck={false}
          hint="As the server names it."
        />
        <TextField
          label="Name"
          value={draft.name}
          onChange={(name) => type({ name })}
          maxLength={100}
          placeholder="As you like to call it"
        />
        <TextField
          label="Key"
          type="password"
          autoComplete="off"
          value={draft.key}
          onChange={(key) => type({ key })}
          maxLength={1_000}
          placeholder={server ? 'Leave empty to keep the one there is' : 'If the server asks for one'}
          hint="A key is kept for one server only: with another address it has to be given again."
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
