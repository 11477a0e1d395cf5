import type { KnownProvider } from '#contract/providers.contract'
import { hostOf, leavingSentence, toAddress } from '../../app/address.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { TextField } from '../../ui/Field.tsx'
import { Select } from '../../ui/Select.tsx'
import { Switch } from '../../ui/Switch.tsx'
import { keepProviderDraft, type ProviderDraft, useServerDrafts } from '../drafts.ts'
import { modelsIn, nothingTyped, presetOf, presets, problemOf, wishOf, withPreset } from './presets.ts'
import { Trial } from './Trial.tsx'
import { useKeepProvider, useTrial } from './useProviders.ts'

export interface ProviderDialogProps {
  /** Absent: one is added. */
  readonly provider?: KnownProvider | undefined
  readonly onClose: () => void
}

/** A server that speaks as OpenAI does, here or elsewhere. */
export function ProviderDialog({ provider, onClose }: ProviderDialogProps) {
  const place = provider?.id ?? 'new'
  const draft = useServerDrafts((drafts) => drafts.providers[place]) ?? draftOf(provider)
  const { keep, remove, isKeeping, problem } = useKeepProvider({ onKept: leave })
  const { trial, isTrying, problem: untried, run, reset } = useTrial()
  const wish = wishOf(draft)
  const leaving = leavingSentence(draft.address)
  const named = modelsIn(draft.models)
  const isWhole = draft.address.trim() !== '' && problemOf(draft.address) === undefined

  function type(change: Partial<ProviderDraft>) {
    if (change.address !== undefined || change.key !== undefined) reset()
    keepProviderDraft(place, { ...draft, ...change })
  }

  function leave() {
    keepProviderDraft(place, undefined)
    onClose()
  }

  function tryIt() {
    run({ address: toAddress(draft.address), id: provider?.id, key: draft.key.trim() || undefined })
  }

  return (
    <Dialog
      open
      onClose={onClose}
      size="wide"
      title={provider ? `Change ${provider.name}` : 'Add a server'}
      description="Any server that speaks as OpenAI does: LM Studio, llama.cpp, vLLM, or a service elsewhere."
      actions={
        <>
          {provider && (
            <Button kind="danger" className="mr-auto" disabled={isKeeping} onClick={() => remove({ id: provider.id })}>
              Forget it, and its key
            </Button>
          )}
          <Button onClick={leave}>Cancel</Button>
          <Button kind="primary" type="submit" form="provider" disabled={!wish || isKeeping}>
            Keep it
          </Button>
        </>
      }
    >
      <form
        id="provider"
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          if (wish && !isKeeping) keep({ id: provider?.id ?? null, wish, key: draft.key.trim() || undefined })
        }}
      >
        {!provider && (
          <div className="flex items-center gap-3">
            <span className="type-dense em">Kind</span>
            <Select
              label="Kind"
              value={presetOf(draft)}
              options={presets.map(({ label, address }) => ({ value: label, label, note: address && hostOf(address) }))}
              onChange={(label) => {
                const preset = presets.find((one) => one.label === label)
                if (preset) type(withPreset(draft, preset))
              }}
            />
          </div>
        )}
        <TextField
          label="Address"
          value={draft.address}
          onChange={(address) => type({ address })}
          placeholder="http://127.0.0.1:1234/v1"
          spellCheck={false}
          autoFocus
          problem={problemOf(draft.address)}
          hint={leaving ? <span className="text-warn">{leaving}</span> : 'It usually ends in /v1.'}
        />
        <TextField
          label="Name"
          value={draft.name}
          onChange={(name) => type({ name })}
          maxLength={100}
          placeholder={isWhole ? hostOf(toAddress(draft.address)) : 'As you like to call it'}
        />
        <TextField
          label="Key"
          type="password"
          autoComplete="off"
          value={draft.key}
          onChange={(key) => type({ key })}
          maxLength={1_000}
          placeholder={provider?.keyIn ? 'Leave empty to keep the one there is' : 'If the server asks for one'}
          hint="A key is kept for one server only: with the address of another it has to be given again."
        />
        <Trial
          trial={trial}
          isTrying={isTrying}
          problem={untried}
          disabled={!isWhole}
          named={named}
          onTry={tryIt}
          onName={(model) => type({ models: [...named, model].join(', ') })}
        />
        <TextField
          label="Models by name"
          value={draft.models}
          onChange={(models) => type({ models })}
          maxLength={4_000}
          spellCheck={false}
          placeholder="None in particular"
          hint="As the server names them, with commas between."
        />
        <div className="flex items-center justify-between gap-3">
          <span>Offer all that the server lists</span>
          <Switch label="Offer all that the server lists" on={draft.listed} onChange={(listed) => type({ listed })} />
        </div>
        {!draft.listed && named.length === 0 && (
          <p className="text-muted" role="status">
            Name a model, or offer all that the server lists.
          </p>
        )}
        {problem && (
          <p className="text-danger" role="alert">
            {problem}
          </p>
        )}
      </form>
    </Dialog>
  )
}

function draftOf(provider: KnownProvider | undefined): ProviderDraft {
  if (!provider) return nothingTyped
  const { name, address, models, listed } = provider
  return { name, address, models: models.join(', '), listed, key: '' }
}
