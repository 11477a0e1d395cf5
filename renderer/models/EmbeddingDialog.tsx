import { Radio } from '@base-ui/react/radio'
import { RadioGroup } from '@base-ui/react/radio-group'
import { useState } from 'react'
import type { EmbeddingEstimate, EmbeddingModelPlace } from '#contract/embedding-models.contract'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { TextField } from '../ui/Field.tsx'
import { AfterBlink, Bones } from '../ui/Skeleton.tsx'
import { Switch } from '../ui/Switch.tsx'
import { draftToPlace, type PlaceDraft, saysEstimate, saysLeaving } from './embedding.ts'
import { useChange } from './useEmbedding.ts'

const firstDraft: PlaceDraft = { choice: '', folder: '', url: '', model: '' }

/** Chooses another embedding model, and says what the change needs before anything is done. */
export function EmbeddingDialog({ onClose }: { readonly onClose: () => void }) {
  const change = useChange(onClose)
  const { candidates, estimated, isEstimating, problem } = change
  const [draft, setDraft] = useState(firstDraft)
  const [switchWhenReady, setSwitchWhenReady] = useState(true)
  const place = draftToPlace(draft, candidates ?? [])

  function type(next: Partial<PlaceDraft>) {
    setDraft({ ...draft, ...next })
    change.startOver()
  }

  return (
    <Dialog
      open
      onClose={onClose}
      size="wide"
      title="Change the embedding model"
      description="It turns texts into vectors, by which they are found for what they mean. Another one may know your language better."
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          {estimated && place ? (
            <Button
              kind="primary"
              disabled={change.isBuilding}
              onClick={() => change.build({ place, switchWhenReady, mayLeave: estimated.leaves })}
            >
              {estimated.leaves ? 'Send the texts and build' : 'Build it'}
            </Button>
          ) : (
            <Button
              kind="primary"
              disabled={place === null || isEstimating}
              onClick={() => place && change.estimate(place)}
            >
              {isEstimating ? 'Trying it' : 'See what it needs'}
            </Button>
          )}
        </>
      }
    >
      {!candidates && (
        <AfterBlink>
          <Bones widths={[50, 70]} />
        </AfterBlink>
      )}
      {candidates && (
        <RadioGroup
          aria-label="Embedding models"
          value={draft.choice}
          onValueChange={(choice) => type({ choice: String(choice) })}
          className="candidates"
        >
          {candidates.map(({ title, detail }, index) => (
            <Candidate key={`${title}${detail}`} value={String(index)} title={title} detail={detail} />
          ))}
          <Candidate
            value="folder"
            title="A model in a folder"
            detail="In the form of transformers.js: tokenizer.json, config.json, onnx/."
          />
          <Candidate value="server" title="A model on a server" detail="Any that speaks as OpenAI does." />
        </RadioGroup>
      )}
      {draft.choice === 'folder' && (
        <div className="mt-4">
          <TextField label="Folder" value={draft.folder} onChange={(folder) => type({ folder })} spellCheck={false} />
        </div>
      )}
      {draft.choice === 'server' && (
        <div className="mt-4 flex flex-col gap-4">
          <TextField
            label="Address"
            value={draft.url}
            onChange={(url) => type({ url })}
            placeholder="http://127.0.0.1:8080/v1"
            spellCheck={false}
          />
          <TextField
            label="Model"
            value={draft.model}
            onChange={(model) => type({ model })}
            maxLength={200}
            spellCheck={false}
            hint="As the server names it."
          />
        </div>
      )}
      {problem && (
        <p className="mt-4 text-danger" role="alert">
          {problem}
        </p>
      )}
      {estimated && place && (
        <Needs
          estimated={estimated}
          place={place}
          switchWhenReady={switchWhenReady}
          onSwitchWhenReady={setSwitchWhenReady}
        />
      )}
    </Dialog>
  )
}

interface CandidateProps {
  readonly value: string
  readonly title: string
  readonly detail: string
}

function Candidate({ value, title, detail }: CandidateProps) {
  return (
    // oxlint-disable-next-line jsx-a11y/label-has-associated-control -- the button of Base UI is in it
    <label>
      <Radio.Root value={value} className="radio">
        <Radio.Indicator className="radio-dot" />
      </Radio.Root>
      <span className="min-w-0">
        <span className="block">{title}</span>
        <span className="block text-muted">{detail}</span>
      </span>
    </label>
  )
}

interface NeedsProps {
  readonly estimated: EmbeddingEstimate
  readonly place: EmbeddingModelPlace
  readonly switchWhenReady: boolean
  readonly onSwitchWhenReady: (on: boolean) => void
}

function Needs({ estimated, place, switchWhenReady, onSwitchWhenReady }: NeedsProps) {
  const leaving = saysLeaving(place, estimated.leaves)
  return (
    <div className="needs" role="status">
      <p className="em">{estimated.title}</p>
      {saysEstimate(estimated).map((sentence) => (
        <p key={sentence} className="num">
          {sentence}
        </p>
      ))}
      {leaving && <p className="text-warn">{leaving}</p>}
      <div className="mt-2 flex items-center justify-between gap-4">
        <span>Change to it as soon as it is ready; the one in use is kept.</span>
        <Switch label="Change to it as soon as it is ready" on={switchWhenReady} onChange={onSwitchWhenReady} />
      </div>
    </div>
  )
}
