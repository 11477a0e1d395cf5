import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { ModelChoice } from '#contract/models.contract'
import { client } from '../../app/client.ts'
import { queries } from '../../app/queries.ts'

/** An answer on its way beside others. */
export interface Arriving {
  readonly key: number
  readonly model: string
  readonly answerId: string | null
  readonly text: string
  readonly error: unknown
}

/** Asks one question of several models at the same time; each answer is kept whatever becomes of this page. */
export function useComparison(conversationId: string, questionId: string) {
  const cache = useQueryClient()
  const [arriving, setArriving] = useState<readonly Arriving[]>([])
  return { arriving, ask, stop, dismiss }

  function ask(question: string, model: ModelChoice) {
    const key = Date.now() + Math.random()
    setArriving((all) => [...all, { key, model: model.name, answerId: null, text: '', error: null }])
    void write(key, question, model).catch((error: unknown) => patch(key, () => ({ error })))
  }

  async function write(key: number, question: string, model: ModelChoice) {
    for await (const event of await client.chat.ask({ conversationId, question, again: questionId, model })) {
      if (event.type === 'started') patch(key, () => ({ answerId: event.answerId }))
      else if (event.type === 'token') patch(key, ({ text }) => ({ text: text + event.text }))
    }
    await cache.invalidateQueries({ queryKey: queries.answers(questionId).queryKey })
    await cache.invalidateQueries({ queryKey: ['chat', 'conversation', conversationId] })
    setArriving((all) => all.filter((one) => one.key !== key))
  }

  function stop({ answerId }: Arriving) {
    if (answerId) void client.chat.stop({ answerId })
  }

  function dismiss({ key }: Arriving) {
    setArriving((all) => all.filter((one) => one.key !== key))
  }

  function patch(key: number, change: (one: Arriving) => Partial<Arriving>) {
    setArriving((all) => all.map((one) => (one.key === key ? { ...one, ...change(one) } : one)))
  }
}
