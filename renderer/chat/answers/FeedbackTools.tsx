import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { ThumbsDown, ThumbsUp } from 'lucide-react'
import { useState } from 'react'
import type { Answer } from '#contract/chat.contract'
import { client } from '../../app/client.ts'
import { Button, IconButton } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { TextArea } from '../../ui/TextArea.tsx'
import { say } from '../../ui/Toasts.tsx'

/** Says of an answer whether it was good; with a bad one what was wrong. It stays on this machine. */
export function FeedbackTools({ answer }: { readonly answer: Answer }) {
  const cache = useQueryClient()
  const queryKey = ['answers', 'feedback', answer.id]
  const { data: given } = useQuery({
    queryKey,
    queryFn: async ({ signal }) => (await client.chat.feedback.list({ answerIds: [answer.id] }, { signal }))[0] ?? null,
    staleTime: Number.POSITIVE_INFINITY,
  })
  const [saying, setSaying] = useState(false)
  const give = useMutation({
    mutationFn: async (feedback: { readonly verdict: 'good' | 'bad'; note?: string; wrong?: number[] } | null) => {
      if (feedback === null) await client.chat.feedback.takeBack({ answerId: answer.id })
      else await client.chat.feedback.give({ answerId: answer.id, ...feedback })
    },
    onSettled: () => cache.invalidateQueries({ queryKey }),
    onError: () => say('It could not be noted just now', 'The answer is as it was.'),
  })
  return (
    <>
      <IconButton
        icon={ThumbsUp}
        label="Good answer"
        aria-pressed={given?.verdict === 'good'}
        className="aria-pressed:text-accent"
        onClick={() => give.mutate(given?.verdict === 'good' ? null : { verdict: 'good' })}
      />
      <IconButton
        icon={ThumbsDown}
        label="Bad answer"
        aria-pressed={given?.verdict === 'bad'}
        className="aria-pressed:text-accent"
        onClick={() => setSaying(true)}
      />
      {saying && (
        <BadAnswer
          answer={answer}
          note={given?.verdict === 'bad' ? given.note : ''}
          wrong={given?.verdict === 'bad' ? given.wrong : []}
          canTakeBack={given?.verdict === 'bad'}
          onClose={() => setSaying(false)}
          onGive={(feedback) => {
            give.mutate(feedback)
            setSaying(false)
          }}
        />
      )}
    </>
  )
}

interface BadAnswerProps {
  readonly answer: Answer
  readonly note: string
  readonly wrong: readonly number[]
  readonly canTakeBack: boolean
  readonly onClose: () => void
  readonly onGive: (feedback: { readonly verdict: 'bad'; note: string; wrong: number[] } | null) => void
}

function BadAnswer({ answer, note: before, wrong: wrongBefore, canTakeBack, onClose, onGive }: BadAnswerProps) {
  const [note, setNote] = useState(before)
  const [wrong, setWrong] = useState<readonly number[]>(wrongBefore)
  return (
    <Dialog
      open
      onClose={onClose}
      title="What was wrong?"
      description="It is kept on this machine with the question, the answer and its sources, and tells how answers can become better."
      actions={
        <>
          {canTakeBack && <Button onClick={() => onGive(null)}>Take it back</Button>}
          <Button kind="primary" onClick={() => onGive({ verdict: 'bad', note, wrong: [...wrong] })}>
            Keep
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <TextArea
          label="In your words, or how it should have been said"
          value={note}
          onChange={setNote}
          maxLength={4_000}
        />
        {answer.citations.length > 0 && (
          <fieldset className="flex flex-col gap-1">
            <legend className="type-dense em">Sources that do not belong there</legend>
            {answer.citations.map(({ n, passage }) => (
              <label key={n} className="flex items-center gap-2">
                <input
                  type="checkbox"
                  checked={wrong.includes(n)}
                  onChange={(event) =>
                    setWrong(event.currentTarget.checked ? [...wrong, n] : wrong.filter((one) => one !== n))
                  }
                />
                <span className="cut">
                  {n}. {passage.title}
                </span>
              </label>
            ))}
          </fieldset>
        )}
      </div>
    </Dialog>
  )
}
