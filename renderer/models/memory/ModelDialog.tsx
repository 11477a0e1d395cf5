import { useEffect, useState } from 'react'
import type { ModelDetails, ModelMemory } from '#contract/model-memory.contract'
import type { ModelInfo } from '#contract/models.contract'
import { shortName } from '../../app/model-choice.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { AfterBlink, Bones } from '../../ui/Skeleton.tsx'
import { plural } from '../../ui/words.ts'
import './memory.css'
import { factsOf, inMemory, memorySentence } from './memory-words.ts'
import { useLoading, useModelDetails } from './useModelMemory.ts'

export interface ModelDialogProps {
  readonly model: ModelInfo
  readonly memory: ModelMemory
  readonly onClose: () => void
}

/** One model of Ollama: what it is, what it needs, and whether it is in memory. */
export function ModelDialog({ model, memory, onClose }: ModelDialogProps) {
  const { details, problem, askAgain } = useModelDetails(model.name)
  return (
    <Dialog open onClose={onClose} title={shortName(model.name)} size="wide">
      <Memory name={model.name} memory={memory} />
      {details && <Details details={details} />}
      {problem && (
        <p className="mt-4 text-danger" role="alert">
          {problem}{' '}
          <button type="button" className="link" onClick={askAgain}>
            Ask again
          </button>
        </p>
      )}
      {!details && !problem && (
        <AfterBlink>
          <Bones widths={[60, 40, 50, 45]} />
        </AfterBlink>
      )}
    </Dialog>
  )
}

function Memory({ name, memory }: { readonly name: string; readonly memory: ModelMemory }) {
  const { doing, problem, cancel, load, unload } = useLoading(name)
  const loaded = inMemory(name, memory)
  // One button through all states, so that the focus stays on it. Where memory is not known there is one to unload, too.
  const main = doing ? { label: 'Cancel', act: cancel } : loaded ? { label: 'Unload', act: unload } : loading()
  return (
    <section className="memory" aria-label="Memory">
      <div className="how">
        <p role="status">{stateWords()}</p>
        {doing === 'loading' && <Elapsed />}
        {problem && (
          <p className="text-danger" role="alert">
            {problem}
          </p>
        )}
      </div>
      <div className="does">
        {!memory.known && !doing && <Button onClick={unload}>Unload</Button>}
        <Button onClick={() => main.act?.()}>{main.label}</Button>
      </div>
    </section>
  )

  function loading() {
    return { label: 'Load now', act: load }
  }

  function stateWords() {
    if (doing === 'loading') return 'It is being loaded into memory. A large model on a slow disk takes minutes.'
    if (doing === 'unloading') return 'It is being taken out of memory; one that is answering goes after its answer.'
    if (!memory.known) return 'Whether it is in memory is not known: Ollama did not say.'
    return memorySentence(loaded, Date.now())
  }
}

/** Counts for the eye alone: heard every second it would be a nuisance. */
function Elapsed() {
  const [seconds, setSeconds] = useState(0)
  useEffect(() => {
    const begun = Date.now()
    const timer = setInterval(() => setSeconds(Math.round((Date.now() - begun) / 1_000)), 1_000)
    return () => clearInterval(timer)
  }, [])
  return (
    <p className="num text-muted" aria-hidden>
      {plural(seconds, 'second')} so far
    </p>
  )
}

function Details({ details }: { readonly details: ModelDetails }) {
  const { system, settings, template, license } = details
  const written = settings.map(({ name, value }) => `${name} ${value}`).join('\n')
  const facts = factsOf(details)
  return (
    <>
      {facts.length > 0 && (
        <dl className="model-facts">
          {facts.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd className="num">{value}</dd>
            </div>
          ))}
        </dl>
      )}
      <div className="folded">
        <Folded title="System prompt" text={system} />
        <Folded title="Template" text={template} />
        <Folded title="Parameters of its maker" text={written} />
        <Folded title="License" text={license} />
      </div>
    </>
  )
}

function Folded({ title, text }: { readonly title: string; readonly text: string | null }) {
  const [isOpen, setOpen] = useState(false)
  if (!text) return null
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{title}</summary>
      {isOpen && (
        // The keyboard must be able to scroll it, too.
        <pre tabIndex={0} aria-label={title}>
          {text}
        </pre>
      )}
    </details>
  )
}
