import { ArrowUpRight, RefreshCw } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import type { ModelServer, ModelsState } from '#contract/models.contract'
import { useSettings } from '../app/useSettings.ts'
import { Button } from '../ui/Button.tsx'
import { Icon } from '../ui/Icon.tsx'
import { Row, Rows } from '../ui/Rows.tsx'
import { Select } from '../ui/Select.tsx'
import { AfterBlink, Bones } from '../ui/Skeleton.tsx'
import { StateShape } from '../ui/StateShape.tsx'
import { bytes } from '../ui/words.ts'
import { ModelTable } from './ModelTable.tsx'
import { choicesOf, choiceToValue, serverState, shortName, valueToChoice } from './model-row.ts'
import './models.css'
import { CompatibleDialog, OllamaDialog } from './ServerDialogs.tsx'
import { type SetUp, useModels } from './useModels.ts'

/** What answers, what was found on this machine, and what else can be set up. */
export function ModelsPanel() {
  const { models, isLooking, isError, look, choose, setUp } = useModels()
  const { settings } = useSettings()
  const [dialog, setDialog] = useState<'ollama' | 'compatible' | null>(null)
  const close = () => setDialog(null)

  async function keep(change: SetUp) {
    close()
    await setUp(change)
  }

  if (!models) {
    return isError ? (
      <p className="text-muted">
        What is on this machine could not be found out just now. Answers are quotes until then.
      </p>
    ) : (
      <AfterBlink>
        <Bones widths={[64, 90, 90, 40, 80]} />
      </AfterBlink>
    )
  }
  const ollama = models.servers.find((server) => server.runtime === 'ollama')
  const compatible = models.servers.find((server) => server.runtime === 'openai-compatible')
  return (
    <>
      <p className="num text-muted">{machineLine(models.machine)}</p>
      <Rows>
        <Row name="Default for answers" note="You can change it beside any question.">
          <Select
            label="Default for answers"
            align="end"
            value={choiceToValue(models.chosen)}
            shown={models.chosen ? undefined : `Alcove chooses: ${nameOf(models.active)}`}
            options={choicesOf(models)}
            onChange={(value) => choose(valueToChoice(value))}
          />
        </Row>
        <Row
          name="Without a model"
          note="Everything works: answers are the closest sentences of your documents, word for word, with their sources."
        />
      </Rows>
      {ollama && (
        <section>
          <ServerHead name="Ollama" server={ollama}>
            <Button kind="quiet" icon={RefreshCw} disabled={isLooking} onClick={look}>
              Look again
            </Button>
            <Button kind="quiet" onClick={() => setDialog('ollama')}>
              Address
            </Button>
          </ServerHead>
          {ollama.advice && <Advice text={ollama.advice} />}
          {ollama.models.length > 0 && (
            <ModelTable
              label="Models in Ollama"
              models={ollama.models}
              machine={models.machine}
              active={models.active}
              onChoose={({ runtime, name }) => choose({ runtime, name })}
            />
          )}
        </section>
      )}
      <section>
        <h2>
          <span className="em">Other servers</span>
          <span className="text-muted">OpenAI-compatible</span>
        </h2>
        <Rows>
          {settings.openaiCompatible ? (
            <Row
              name={`${settings.openaiCompatible.name}, ${settings.openaiCompatible.model}`}
              note={<CompatibleNote address={settings.openaiCompatible.address} server={compatible} />}
            >
              {compatible?.local === false && <Leaves />}
              <Button onClick={() => setDialog('compatible')}>Change</Button>
            </Row>
          ) : (
            <Row
              name="None"
              note="llama.cpp, LM Studio or vLLM on this machine, or a service elsewhere if you choose to."
            >
              <Button onClick={() => setDialog('compatible')}>Add a server</Button>
            </Row>
          )}
        </Rows>
      </section>
      <Embedding embedding={models.embedding} />
      {dialog === 'ollama' && (
        <OllamaDialog address={settings.ollamaAddress} onClose={close} onKeep={(change) => void keep(change)} />
      )}
      {dialog === 'compatible' && (
        <CompatibleDialog server={settings.openaiCompatible} onClose={close} onKeep={(change) => void keep(change)} />
      )}
    </>
  )
}

interface ServerHeadProps {
  readonly name: string
  readonly server: ModelServer
  readonly children: ReactNode
}

function ServerHead({ name, server, children }: ServerHeadProps) {
  const { shape, tone, words } = serverState(server.state)
  return (
    <h2>
      <span className="em">{name}</span>
      <span className="state">
        <StateShape shape={shape} tone={tone} /> {words}
        {server.version && <span className="num text-muted">{server.version}</span>}
      </span>
      {server.local ? <span className="text-muted">stays on this machine</span> : <Leaves />}
      <span className="grow" />
      {children}
    </h2>
  )
}

/** What a server's state means and what to do next; commands stand out. */
function Advice({ text }: { readonly text: string }) {
  return (
    <p className="advice">
      {text.split('`').map((part, index) => (index % 2 === 1 ? <code key={`${index}c`}>{part}</code> : part))}
    </p>
  )
}

function CompatibleNote({ address, server }: { readonly address: string; readonly server: ModelServer | undefined }) {
  const host = URL.canParse(address) ? new URL(address).host : address
  const sent = server?.local
    ? 'Runs on this machine; nothing leaves it.'
    : 'It is sent your question and the passages it needs, and only when you choose it.'
  return (
    <>
      {host}. {sent}
      {server?.advice && (
        <span className="with-state text-ink">
          <StateShape shape="cross" tone="bad" />
          <span>{server.advice}</span>
        </span>
      )}
    </>
  )
}

function Leaves() {
  return (
    <span className="inline-flex items-center gap-1 pr-4 em text-warn">
      <Icon of={ArrowUpRight} />
      Leaves this machine
    </span>
  )
}

function Embedding({ embedding }: { readonly embedding: ModelsState['embedding'] }) {
  return (
    <section>
      <h2>
        <span className="em">Finding by meaning</span>
        <span className="text-muted">the embedding model</span>
      </h2>
      <Rows>
        <Row
          name={embedding.id}
          note={
            <>
              Comes with Alcove: {bytes(embedding.bytes)}, runs without Ollama, stays on this machine.
              {embedding.advice && (
                <span className="with-state text-ink">
                  <StateShape shape="cross" tone="bad" />
                  <span>{embedding.advice}</span>
                </span>
              )}
            </>
          }
        >
          <span className="state text-muted">
            <StateShape
              shape={embedding.state === 'failed' ? 'cross' : 'full'}
              tone={embedding.state === 'failed' ? 'bad' : 'ok'}
            />
            {embedding.state === 'failed' ? 'Words only' : 'Ready'}
          </span>
        </Row>
      </Rows>
    </section>
  )
}

function nameOf({ runtime, name }: ModelsState['active']) {
  return runtime === 'quotes' ? 'quotes' : shortName(name)
}

function machineLine({ memory, freeMemory, freeDisk }: ModelsState['machine']) {
  const room = freeDisk === null ? '' : `, and ${bytes(freeDisk)} of room on disk`
  return `This machine has ${bytes(memory)} of memory, ${bytes(freeMemory)} of it free${room}.`
}
