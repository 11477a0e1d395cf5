import { CornerDownLeft, X } from 'lucide-react'
import type { WaitingQuestion } from '#contract/conversations.contract'
import { Button, IconButton } from '../ui/Button.tsx'
import { Icon } from '../ui/Icon.tsx'

export interface WaitingProps {
  readonly questions: readonly WaitingQuestion[]
  /** True when nothing asks them by itself: an answer broke off, or the window was opened anew. */
  readonly held: boolean
  readonly onAsk: () => void
  /** Takes one back into the box. */
  readonly onEdit: (index: number) => void
  readonly onRemove: (index: number) => void
}

/** Questions that were asked while an answer is written: they wait in sight, and can be changed or taken back. */
export function Waiting({ questions, held, onAsk, onEdit, onRemove }: WaitingProps) {
  if (questions.length === 0) return null
  return (
    <section className="waiting" aria-label="Waiting questions">
      <ol>
        {questions.map(({ question, attachments }, index) => (
          // The same question may wait twice: its place is what it is.
          <li key={index}>
            <button
              type="button"
              className="cut"
              dir="auto"
              title="Take it back into the box"
              onClick={() => onEdit(index)}
            >
              {question}
              {attachments.length > 0 && ` · with ${attachments.map(({ title }) => title).join(', ')}`}
            </button>
            <IconButton icon={X} label={`Do not ask: ${question}`} onClick={() => onRemove(index)} />
          </li>
        ))}
      </ol>
      {held ? (
        <Button kind="quiet" onClick={onAsk}>
          <Icon of={CornerDownLeft} /> Ask the next one
        </Button>
      ) : (
        <p className="text-muted">Asked when the answer is written.</p>
      )}
    </section>
  )
}
