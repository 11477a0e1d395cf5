import { implement } from '@orpc/server'
import { chatContract } from '#contract/chat.contract'
import { raise } from '../app/raise.ts'
import type { KeptStores } from './all-stores.store.ts'

const os = implement(chatContract)

export interface AssistantsRouterDeps extends Pick<KeptStores, 'kept' | 'assistants' | 'prompts' | 'feedback'> {
  /** Told when a prompt may be due that was not before. */
  readonly onPrompts?: () => void
}

/** Serves what people make for their conversations: assistants, prompts, and what they think of answers. */
export function createAssistantsRouter({ kept, assistants, prompts, feedback, onPrompts }: AssistantsRouterDeps) {
  return {
    assistants: {
      list: os.assistants.list.handler(async () => assistants.list()),
      add: os.assistants.add.handler(async ({ input }) => assistants.add(input)),
      change: os.assistants.change.handler(async ({ input, errors }) => {
        const changed = assistants.change(input)
        if (!changed) throw raise(errors, gone(input.id, 'This assistant is no longer here.'))
        return changed
      }),
      remove: os.assistants.remove.handler(async ({ input }) => ({ removed: assistants.remove(input.id) })),
    },
    prompts: {
      list: os.prompts.list.handler(async () => prompts.list()),
      add: os.prompts.add.handler(async ({ input }) => {
        const added = prompts.add(input)
        onPrompts?.()
        return added
      }),
      change: os.prompts.change.handler(async ({ input, errors }) => {
        const changed = prompts.change(input)
        if (!changed) throw raise(errors, gone(input.id, 'This prompt is no longer here.'))
        onPrompts?.()
        return changed
      }),
      remove: os.prompts.remove.handler(async ({ input }) => ({ removed: prompts.remove(input.id) })),
    },
    feedback: {
      give: os.feedback.give.handler(async ({ input, errors }) => {
        const shown = kept.messages.shown(input.answerId)
        if (!shown) throw raise(errors, gone(input.answerId, 'This answer is no longer here.'))
        return feedback.give(input, shown)
      }),
      takeBack: os.feedback.takeBack.handler(async ({ input }) => ({ takenBack: feedback.takeBack(input.answerId) })),
      list: os.feedback.list.handler(async ({ input }) => feedback.list(input.answerIds)),
    },
  }
}

function gone(id: string, message: string) {
  return { code: 'NOT_FOUND' as const, message, id }
}
