import { type FormEvent, useState } from 'react'
import type { Settings } from '#contract/settings.contract'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { TextField } from '../ui/Field.tsx'
import { addressProblem, leavesMachine } from './address.ts'
import type { SetUp } from './useModels.ts'

export interface OllamaDialogProps {
  readonly address: string | null
  readonly onClose: () => void
  readonly onKeep: (change: SetUp) => void
}

/** Where Ollama is, when it is not where it usually is. */
export function OllamaDialog({ address, onClose, onKeep }: OllamaDialogProps) {
  const [typed, setTyped] = useState(address ?? '')
  const problem = typed ? addressProblem(typed) : undefined
  return (
    <Dialog
      open
      onClose={onClose}
      title="Where Ollama is"
      description="Leave it empty for the usual place on this machine."
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" type="submit" form="ollama" disabled={problem !== undefined}>
            Keep it
          </Button>
        </>
      }
    >
      <form
        id="ollama"
        onSubmit={(event: FormEvent) => {
          event.preventDefault()
          if (!problem) onKeep({ settings: { ollamaAddress: typed.trim() || null } })
        }}
      >
        <TextField
          label="Address"
          value={typed}
          onChange={setTyped}
          placeholder="http://127.0.0.1:11434"
          spellCheck={false}
          autoFocus
          problem={problem}
          hint={
            leavesMachine(typed) ? 'This is another machine: your questions and passages are sent to it.' : undefined
          }
        />
      </form>
    </Dialog>
  )
}

export interface CompatibleDialogProps {
  readonly server: Settings['openaiCompatible']
  readonly onClose: () => void
  readonly onKeep: (change: SetUp) => void
}

/** A server that speaks as OpenAI does, here or elsewhere. */
export function CompatibleDialog({ server, onClose, onKeep }: CompatibleDialogProps) {
  const [name, setName] = useState(server?.name ?? '')
  const [address, setAddress] = useState(server?.address ?? '')
  const [model, setModel] = useState(server?.model ?? '')
  const [key, setKey] = useState('')
  const problem = address ? addressProblem(address) : undefined
  const ready = address !== '' && problem === undefined && model.trim() !== ''
  return (
    <Dialog
      open
      onClose={onClose}
      title={server ? 'Change the server' : 'Add a server'}
      description="Any server that speaks as OpenAI does: llama.cpp, LM Studio, vLLM, or a service elsewhere."
      actions={
        <>
          {server && (
            <Button
              kind="danger"
              className="mr-auto"
              onClick={() => onKeep({ settings: { openaiCompatible: null }, key: null })}
            >
              Forget it
            </Button>
          )}
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" type="submit" form="compatible" disabled={!ready}>
            Keep it
          </Button>
        </>
      }
    >
      <form
        id="compatible"
        className="flex flex-col gap-4"
        onSubmit={(event: FormEvent) => {
          event.preventDefault()
          if (!ready) return
          const kept = { name: name.trim() || new URL(address).host, address: address.trim(), model: model.trim() }
          onKeep({ settings: { openaiCompatible: kept }, key: key.trim() || undefined })
        }}
      >
        <TextField
          label="Address"
          value={address}
          onChange={setAddress}
          placeholder="http://127.0.0.1:8080/v1"
          spellCheck={false}
          autoFocus
          problem={problem}
          hint={
            leavesMachine(address) ? (
              <span className="text-warn">
                Leaves this machine: your question and the passages it needs are sent there, whenever this model
                answers.
              </span>
            ) : (
              'It usually ends in /v1.'
            )
          }
        />
        <TextField
          label="Model"
          value={model}
          onChange={setModel}
          maxLength={200}
          spellCheck={false}
          hint="As the server names it."
        />
        <TextField label="Name" value={name} onChange={setName} maxLength={100} placeholder="As you like to call it" />
        <TextField
          label="Key"
          type="password"
          autoComplete="off"
          value={key}
          onChange={setKey}
          maxLength={1_000}
          placeholder={server ? 'Leave empty to keep the one there is' : 'If the server asks for one'}
        />
      </form>
    </Dialog>
  )
}
