import { Plus } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import type { ModelsState } from '#contract/models.contract'
import { choiceToValue, shortName, valueToChoice } from '../app/model-choice.ts'
import { Button } from '../ui/Button.tsx'
import { Row, Rows } from '../ui/Rows.tsx'
import { Select } from '../ui/Select.tsx'
import { AfterBlink, Bones, useElapsed } from '../ui/Skeleton.tsx'
import { bytes } from '../ui/words.ts'
import { EmbeddingSection } from './EmbeddingSection.tsx'
import { GetModelDialog } from './GetModelDialog.tsx'
import './models.css'
import { choicesOf } from './model-row.ts'
import { OllamaSection } from './OllamaSection.tsx'
import { ProvidersSection } from './providers/ProvidersSection.tsx'
import { RerankingSection } from './RerankingSection.tsx'
import { RequestsSection } from './requests/RequestsSection.tsx'
import { useChoose, useModels } from './useModels.ts'
import { StandInsSection, UseRows } from './uses/UsesSection.tsx'

/** What answers, what was found on this machine, and what else can be set up; `keys` says where sealed keys are opened. */
export function ModelsPanel({ keys }: { readonly keys: ReactNode }) {
  const { models, isLooking, isError, look } = useModels()
  const found = models && <Found models={models} isLooking={isLooking} onLook={look} />
  return (
    <>
      {found ?? (isError ? <NotKnown onLook={look} /> : <Looking />)}
      {/* Stands in one place before and after: a form that is open stays open when the models are found. */}
      <ProvidersSection servers={models?.servers} keys={keys} />
      {models && <StandInsSection models={models} />}
      {models && <EmbeddingSection embedding={models.embedding} />}
      {models && <RerankingSection />}
      {models && <RequestsSection />}
    </>
  )
}

interface FoundProps {
  readonly models: ModelsState
  readonly isLooking: boolean
  readonly onLook: () => void
}

function Found({ models, isLooking, onLook }: FoundProps) {
  const [adding, setAdding] = useState(false)
  const ollama = models.servers.find((server) => server.runtime === 'ollama')
  return (
    <>
      <div className="panel-action">
        <Button kind="primary" icon={Plus} onClick={() => setAdding(true)}>
          Add a model
        </Button>
      </div>
      <p className="num text-muted">{machineLine(models.machine)}</p>
      <Rows>
        <DefaultModel models={models} />
        <UseRows models={models} />
        <Row
          name="Without a model"
          note="Everything works: answers are the closest sentences of your documents, word for word, with their sources."
        />
      </Rows>
      {ollama && <OllamaSection server={ollama} models={models} isLooking={isLooking} onLook={onLook} />}
      {adding && (
        <GetModelDialog
          machine={models.machine}
          canFetch={ollama?.state === 'ready' || ollama?.state === 'no-models'}
          onClose={() => setAdding(false)}
        />
      )}
    </>
  )
}

function NotKnown({ onLook }: { readonly onLook: () => void }) {
  return (
    <p className="text-muted" role="alert">
      What is on this machine could not be found out just now. Answers are quotes until then.{' '}
      <button type="button" className="link" onClick={onLook}>
        Look again
      </button>
    </p>
  )
}

/** A server that is far away or asleep can take its time to be given up. */
function Looking() {
  const long = useElapsed(1_000)
  return (
    <>
      <p className="min-h-5 text-muted" role="status">
        {long && 'Asking the servers which models they have.'}
      </p>
      <AfterBlink>
        <Bones widths={[90, 90, 40, 80]} />
      </AfterBlink>
    </>
  )
}

function DefaultModel({ models }: { readonly models: ModelsState }) {
  const { choose, problem } = useChoose()
  return (
    <Row name="Default for answers" note="You can change it beside any question." problem={problem}>
      <Select
        label="Default for answers"
        align="end"
        value={choiceToValue(models.chosen)}
        shown={models.chosen ? nameOf(models.chosen) : `Alcove chooses: ${nameOf(models.active)}`}
        options={choicesOf(models)}
        onChange={(value) => choose(valueToChoice(value))}
      />
    </Row>
  )
}

function nameOf({ runtime, name }: ModelsState['active']) {
  return runtime === 'quotes' ? 'quotes only' : shortName(name)
}

function machineLine({ memory, freeMemory, freeDisk }: ModelsState['machine']) {
  const room = freeDisk === null ? '' : `, and ${bytes(freeDisk)} of room on disk`
  return `This machine has ${bytes(memory)} of memory, ${bytes(freeMemory)} of it free${room}.`
}
