import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Turn } from '#contract/chat.contract'
import { client } from '../app/client.ts'
import { Button } from '../ui/Button.tsx'
import { TextArea } from '../ui/TextArea.tsx'
import { say } from '../ui/Toasts.tsx'

/** What stands for everything above where the model has no room for it: to be read, and to be put right. */
export function SummedUp({ turn }: { readonly turn: Turn }) {
  const cache = useQueryClient()
  const { summary, answer } = turn
  const [typed, setTyped] = useState<string | null>(null)
  const save = useMutation({
    mutationFn: (text: string) => client.chat.sumUp({ answerId: answer?.id ?? '', text }),
    onSuccess: () => setTyped(null),
    onSettled: () => cache.invalidateQueries({ queryKey: ['chat', 'conversation'] }),
    onError: () => say('The summary could not be kept just now', 'The one before is told on.'),
  })
  if (!summary || !answer) return null
  return (
    <details className="thinking summed">
      <summary>What was said up to here, as the model is told it{summary.edited && ', in your words'}</summary>
      {typed === null ? (
        <>
          <p dir="auto">{summary.text}</p>
          <p>
            <Button kind="quiet" onClick={() => setTyped(summary.text)}>
              Put it right
            </Button>
          </p>
        </>
      ) : (
        <>
          <TextArea
            label="The summary"
            labelUnseen
            value={typed}
            onChange={setTyped}
            rows={5}
            maxLength={8_000}
            hint="Told in place of the turns above where they no longer fit. Leave it empty to have it made again."
          />
          <p className="flex gap-2">
            <Button kind="primary" onClick={() => save.mutate(typed)}>
              Keep
            </Button>
            <Button onClick={() => setTyped(null)}>Leave it</Button>
          </p>
        </>
      )}
    </details>
  )
}
