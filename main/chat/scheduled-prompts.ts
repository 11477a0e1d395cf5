import { filledPrompt, variablesOf } from '#contract/prompt-text'
import type { PromptStore } from './prompt.store.ts'
import { lastDue } from './schedule.ts'

export interface ScheduledPromptsDeps {
  readonly prompts: Pick<PromptStore, 'list' | 'ran'>
  /** Asks in a new conversation; resolves once the answer is written, or rejects when nobody can answer. */
  readonly ask: (question: string) => Promise<void>
  /** Told of each prompt before it is asked. */
  readonly onAsk?: (promptId: string) => void
  readonly clock?: () => number
  readonly report: (error: unknown) => void
}

/** Asks the prompts that are due, each once: what was missed while the program did not run is asked once when it does. */
export function createScheduledPrompts({ prompts, ask, onAsk, clock = Date.now, report }: ScheduledPromptsDeps) {
  const startedAt = clock()
  let asking: Promise<void> | null = null
  return { check }

  /** Resolves when all that were due are asked; calls meanwhile wait for the same. */
  function check(): Promise<void> {
    asking ??= askDue().finally(() => {
      asking = null
    })
    return asking
  }

  async function askDue(): Promise<void> {
    const now = clock()
    for (const { id, text, schedule, ranAt } of prompts.list()) {
      if (!schedule || variablesOf(text).length > 0) continue
      const due = lastDue(schedule, now)
      // One that never ran waits for its next time: it was not due before it was made.
      // A time to come was left by a clock that was wrong: waiting for it could take years.
      const since = ranAt !== null && ranAt <= now ? ranAt : Math.min(startedAt, now)
      if (due <= since) continue
      prompts.ran(id, now)
      onAsk?.(id)
      await ask(filledPrompt(text, {}, new Date(now))).catch(report)
    }
  }
}
