import type { Turn } from '#contract/chat.contract'
import { sentenceForStop } from '#contract/chat.sentences'
import { Button } from '../ui/Button.tsx'
import { StateShape } from '../ui/StateShape.tsx'

export interface InterruptedProps {
  readonly turn: Turn
  readonly last: boolean
  readonly onContinue: (turn: Turn) => void
  readonly onAskAgain: (turn: Turn) => void
  readonly onQuotes: (turn: Turn) => void
}

/** Says why an answer broke off, that what was written is kept, and what can be done next. */
export function Interrupted({ turn, last, onContinue, onAskAgain, onQuotes }: InterruptedProps) {
  const reason = turn.answer?.failure?.reason ?? 'connection-lost'
  const hasText = Boolean(turn.answer?.text) && turn.answer?.mode === 'model'
  const sentence = sentenceForStop({ reason })
  const stop = sentence.indexOf('. ') + 1
  return (
    <div className="notice">
      <p>
        <StateShape shape="half" tone={reason === 'stopped-by-person' ? 'wait' : 'bad'} />
        <span>
          <b>{sentence.slice(0, stop)}</b>
          {sentence.slice(stop)}
        </span>
      </p>
      {last && (
        <div className="acts">
          {hasText && (
            <Button kind="primary" onClick={() => onContinue(turn)}>
              Continue
            </Button>
          )}
          <Button kind={hasText ? 'plain' : 'primary'} onClick={() => onAskAgain(turn)}>
            Ask again
          </Button>
          <Button onClick={() => onQuotes(turn)}>Quotes instead</Button>
        </div>
      )}
    </div>
  )
}
