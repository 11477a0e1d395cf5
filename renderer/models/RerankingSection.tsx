import { useState } from 'react'
import { Button } from '../ui/Button.tsx'
import { Row, Rows } from '../ui/Rows.tsx'
import { StateShape } from '../ui/StateShape.tsx'
import { RerankingDialog } from './RerankingDialog.tsx'
import { saysCost } from './reranking.ts'
import { useReranking } from './useReranking.ts'

/** The model that reads the best passages together with the question; there is none until a person gives one. */
export function RerankingSection() {
  const { reranker, turnOff } = useReranking()
  const [choosing, setChoosing] = useState(false)
  return (
    <section aria-label="Order of the best passages">
      <h2>
        <span className="em">Order of the best passages</span>
        <span className="text-muted">a cross-encoder, if you have one</span>
        <span className="grow" />
        <Button kind="quiet" onClick={() => setChoosing(true)}>
          {reranker ? 'Use another…' : 'Use one…'}
        </Button>
      </h2>
      <Rows>
        {reranker === null && (
          <Row
            name="None"
            note="Words and meaning decide. A cross-encoder reads the question and each of the best passages together, which may put the right one first and makes each search slower."
          />
        )}
        {reranker && (
          <Row
            name={reranker.title}
            note={
              <>
                In {reranker.folder}, stays on this machine.{' '}
                <span className="num">Each search takes longer by {saysCost(reranker.milliseconds)}</span>; not while
                you type.
              </>
            }
            problem={reranker.problem}
          >
            <span className="state text-muted">
              <StateShape shape={reranker.problem ? 'cross' : 'full'} tone={reranker.problem ? 'bad' : 'ok'} />
              {reranker.problem ? 'Left out' : 'In use'}
            </span>
            <Button onClick={() => turnOff()}>Turn off</Button>
          </Row>
        )}
      </Rows>
      {choosing && <RerankingDialog onClose={() => setChoosing(false)} />}
    </section>
  )
}
