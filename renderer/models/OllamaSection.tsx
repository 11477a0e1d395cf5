import { RefreshCw } from 'lucide-react'
import { useState } from 'react'
import type { ModelInfo, ModelServer, ModelsState } from '#contract/models.contract'
import { hostOf } from '../app/address.ts'
import { useSettings } from '../app/useSettings.ts'
import { Advice } from '../ui/Advice.tsx'
import { Button } from '../ui/Button.tsx'
import { Command } from '../ui/Command.tsx'
import { Row, Rows } from '../ui/Rows.tsx'
import { StateShape } from '../ui/StateShape.tsx'
import { Whereabouts } from '../ui/Whereabouts.tsx'
import { DeleteModelDialog } from './DeleteModelDialog.tsx'
import { stepsFor, systemOf } from './get-model.ts'
import { ModelTable } from './ModelTable.tsx'
import { KeepAliveRow } from './memory/KeepAliveRow.tsx'
import { ModelDialog } from './memory/ModelDialog.tsx'
import { useModelMemory } from './memory/useModelMemory.ts'
import { serverState } from './model-row.ts'
import { OllamaDialog } from './OllamaDialog.tsx'
import { PullRows } from './PullRows.tsx'
import { AllowRow, WithdrawRow } from './providers/ConsentRows.tsx'
import { StartOllamaRow } from './StartOllamaRow.tsx'
import { useChoose } from './useModels.ts'
import { usePulls } from './usePulls.ts'

export interface OllamaSectionProps {
  readonly server: ModelServer
  readonly models: ModelsState
  readonly isLooking: boolean
  readonly onLook: () => void
}

/** Ollama on this machine: how it is, what to do about that, what it has, and where it is. */
export function OllamaSection({ server, models, isLooking, onLook }: OllamaSectionProps) {
  const { choose, problem } = useChoose()
  const { shape, tone, words } = serverState(server.state)
  const { remove } = usePulls()
  const { memory, look } = useModelMemory()
  const [shown, setShown] = useState<ModelInfo | null>(null)
  const [deleting, setDeleting] = useState<ModelInfo | null>(null)
  const steps = stepsFor(server.state, systemOf(navigator.userAgent))
  return (
    <section aria-label="Ollama">
      <h2>
        <span className="em">Ollama</span>
        <span className="state" role="status">
          <StateShape shape={shape} tone={tone} /> {words}
          {server.version && <span className="num text-muted">{server.version}</span>}
        </span>
        <Whereabouts local={server.local} host={hostOf(server.address)} />
        <span className="grow" />
        <Button kind="quiet" icon={RefreshCw} disabled={isLooking} onClick={lookAgain}>
          Look again
        </Button>
      </h2>
      {server.advice && (
        <p className="advice">
          <Advice text={server.advice} />
        </p>
      )}
      {problem && (
        <p className="mb-2 text-danger" role="alert">
          {problem}
        </p>
      )}
      <PullRows />
      {server.models.length > 0 && (
        <ModelTable
          label="Models in Ollama"
          models={server.models}
          machine={models.machine}
          active={models.active}
          memory={memory}
          onDetails={setShown}
          onChoose={({ runtime, name }) => choose({ runtime, name })}
          onDelete={setDeleting}
        />
      )}
      <div className={server.models.length > 0 ? 'mt-2' : ''}>
        <Rows>
          {server.state === 'not-running' && server.local && <StartOllamaRow />}
          {server.state === 'not-allowed' && <AllowRow server={server} />}
          {!server.local && server.allowedAt !== null && <WithdrawRow server={server} />}
          {steps.map(({ does, command }) => (
            <Row key={command} name={does} note="In a terminal; Alcove notices by itself.">
              <Command text={command} />
            </Row>
          ))}
          <KeepAliveRow />
          <AddressRow server={server} />
        </Rows>
      </div>
      {shown && <ModelDialog model={shown} memory={memory} onClose={() => setShown(null)} />}
      {deleting && (
        <DeleteModelDialog
          model={deleting}
          onClose={() => setDeleting(null)}
          onDelete={() => {
            remove(deleting.name)
            setDeleting(null)
          }}
        />
      )}
    </section>
  )

  function lookAgain() {
    onLook()
    look()
  }
}

function AddressRow({ server }: { readonly server: ModelServer }) {
  const { settings } = useSettings()
  const [changing, setChanging] = useState(false)
  const overruled = settings.ollamaAddress !== null && hostOf(settings.ollamaAddress) !== hostOf(server.address)
  const note = overruled
    ? `OLLAMA_HOST is set to ${server.address} and comes before ${settings.ollamaAddress}.`
    : `Alcove looks for it at ${server.address}.`
  return (
    <Row name="Address" note={note}>
      <Button onClick={() => setChanging(true)}>Change</Button>
      {changing && <OllamaDialog address={settings.ollamaAddress} onClose={() => setChanging(false)} />}
    </Row>
  )
}
