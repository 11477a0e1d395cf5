import { type ReactNode, useState } from 'react'
import type { EmbeddingModel } from '#contract/embedding-models.contract'
import type { ModelsState } from '#contract/models.contract'
import { Advice } from '../ui/Advice.tsx'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { Row, Rows } from '../ui/Rows.tsx'
import { StateShape } from '../ui/StateShape.tsx'
import { Whereabouts } from '../ui/Whereabouts.tsx'
import { bytes } from '../ui/words.ts'
import { EmbeddingDialog } from './EmbeddingDialog.tsx'
import { embeddingState, howFar, whereItIs } from './embedding.ts'
import { useEmbedding } from './useEmbedding.ts'

/** The models that find by meaning: the one in use, those beside it, and the way to another. */
export function EmbeddingSection({ embedding }: { readonly embedding: ModelsState['embedding'] }) {
  const { models, pause, resume, serve, forget } = useEmbedding()
  const [changing, setChanging] = useState(false)
  const [forgetting, setForgetting] = useState<EmbeddingModel | null>(null)
  return (
    <section aria-label="Finding by meaning">
      <h2>
        <span className="em">Finding by meaning</span>
        <span className="text-muted">the embedding model</span>
        <span className="grow" />
        <Button kind="quiet" onClick={() => setChanging(true)}>
          Change…
        </Button>
      </h2>
      <Rows>
        {models?.map((model) => (
          <ModelRow key={model.id} model={model} advice={model.state === 'serving' ? embedding.advice : null}>
            {model.state === 'building' && <Button onClick={() => pause(model)}>Pause</Button>}
            {model.state === 'paused' && <Button onClick={() => resume(model)}>Go on</Button>}
            {model.state === 'kept' &&
              (model.vectors >= model.passages ? (
                <Button onClick={() => serve(model)}>Use it</Button>
              ) : (
                <Button onClick={() => resume(model)}>Complete it</Button>
              ))}
            {model.state === 'paused' && model.vectors >= model.passages && (
              <Button onClick={() => serve(model)}>Use it</Button>
            )}
            {model.state !== 'serving' && (
              <Button kind="quiet" onClick={() => setForgetting(model)}>
                Delete<span className="unseen"> the vectors of {model.title}</span>
              </Button>
            )}
          </ModelRow>
        ))}
        {!models && (
          <Row name={embedding.id} note={`Comes with Alcove: ${bytes(embedding.bytes)}, stays on this machine.`} />
        )}
      </Rows>
      {changing && <EmbeddingDialog onClose={() => setChanging(false)} />}
      {forgetting && (
        <Dialog
          open
          onClose={() => setForgetting(null)}
          title={`Delete the vectors of ${forgetting.title}?`}
          description={`${howFar(forgetting)} would be gone and have to be built anew to use it again. Your documents, and the model in use, stay as they are.`}
          actions={
            <>
              <Button onClick={() => setForgetting(null)}>Keep them</Button>
              <Button
                kind="danger"
                onClick={() => {
                  forget(forgetting)
                  setForgetting(null)
                }}
              >
                Delete them
              </Button>
            </>
          }
        >
          {null}
        </Dialog>
      )}
    </section>
  )
}

interface ModelRowProps {
  readonly model: EmbeddingModel
  readonly advice: string | null
  readonly children: ReactNode
}

function ModelRow({ model, advice, children }: ModelRowProps) {
  const { shape, tone, words } = embeddingState(model)
  const problem = model.problem ?? advice
  const done = model.passages === 0 ? 1 : model.vectors / model.passages
  return (
    <Row
      name={model.title}
      note={
        <>
          {whereItIs(model.place, model.leaves)}.{' '}
          <span className="num">
            {howFar(model)}
            {model.state === 'building' && '; the one in use goes on until then'}
          </span>
          {done < 1 && (
            <span
              className="building"
              role="progressbar"
              aria-label={`Vectors of ${model.title}`}
              aria-valuemin={0}
              aria-valuemax={100}
              aria-valuenow={Math.round(done * 100)}
            >
              <i style={{ transform: `scaleX(${done})` }} />
            </span>
          )}
          {problem && (
            <span className="with-state text-ink">
              <StateShape shape="cross" tone="bad" />
              <span>
                <Advice text={problem} />
              </span>
            </span>
          )}
        </>
      }
    >
      {model.leaves && <Whereabouts local={false} />}
      <span className="state text-muted">
        <StateShape shape={shape} tone={tone} />
        {words}
      </span>
      {children}
    </Row>
  )
}
