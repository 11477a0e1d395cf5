import { Button } from '../ui/Button.tsx'
import { Row, Rows } from '../ui/Rows.tsx'
import { pullWords } from './pull-words.ts'
import { isUnderWay, usePulls } from './usePulls.ts'

/** Models on their way: how far each is, and how to stop it or go on; nothing while there are none. */
export function PullRows() {
  const { pulls, start, stop, dismiss } = usePulls()
  if (pulls.length === 0) return null
  return (
    <Rows>
      {pulls.map((pull) => (
        <Row
          key={pull.name}
          name={pull.name}
          problem={pull.state === 'failed' ? pull.problem : null}
          note={
            <span className="num" role="status">
              {pull.total !== null && pull.state !== 'done' && (
                <progress
                  className="pull-bar"
                  aria-label={`${pull.name} fetched`}
                  value={pull.completed}
                  max={Math.max(1, pull.total)}
                />
              )}
              {pull.state === 'waiting' ? pull.problem : pullWords(pull)}
            </span>
          }
        >
          {isUnderWay(pull) && (
            <Button aria-label={`Stop fetching ${pull.name}`} onClick={() => stop(pull.name)}>
              Stop
            </Button>
          )}
          {(pull.state === 'stopped' || pull.state === 'failed') && (
            <Button aria-label={`Go on fetching ${pull.name}`} onClick={() => start(pull.name)}>
              Go on
            </Button>
          )}
          {!isUnderWay(pull) && (
            <Button kind="quiet" aria-label={`Take ${pull.name} off the list`} onClick={() => dismiss(pull.name)}>
              {pull.state === 'done' ? 'All right' : 'Leave it'}
            </Button>
          )}
        </Row>
      ))}
    </Rows>
  )
}
