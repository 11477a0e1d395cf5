import type { NoteActivity } from '#contract/activity.contract'
import type { Settings } from '#contract/settings.contract'
import { createTemporaryStores, type KeptStores } from './all-stores.store.ts'
import { createAssistantsRouter } from './assistants.router.ts'
import { createAttachmentsRouter } from './attachments.router.ts'
import { createAttachmentsService } from './attachments.service.ts'
import type { ChatService } from './chat.service.ts'
import { createConversationsService } from './conversations.service.ts'
import { createScheduledPrompts } from './scheduled-prompts.ts'

export interface OpenConversationsDeps {
  readonly settings: () => Pick<Settings, 'retention' | 'customInstructions' | 'modelTitles'>
  readonly note?: NoteActivity
  readonly report: (error: unknown) => void
}

const minute = 60_000

/** Everything that keeps conversations, and what looks after them by itself: nobody waits for it. */
export function openConversations(stores: KeptStores, { settings, note, report }: OpenConversationsDeps) {
  const temporary = createTemporaryStores()
  const conversations = createConversationsService({ ...stores, temporary: temporary.now, settings })
  let asking: ReturnType<typeof setInterval> | undefined
  return {
    /** What answering needs of it. */
    answering: {
      store: stores.kept.messages,
      temporary,
      passagesNamed: stores.passages.named,
      assistant: stores.assistants.find,
      customInstructions: () => settings().customInstructions,
      titles: { isOn: () => settings().modelTitles, retitle: stores.kept.conversations.retitle },
    },
    conversations,
    assistants: createAssistantsRouter(stores),
    attachments: createAttachmentsRouter(createAttachmentsService({ store: stores.kept.messages, temporary })),
    askWhatIsDue,
    close: () => {
      clearInterval(asking)
    },
  }

  /** Asks the prompts that are due from now on, each in a conversation of its own. */
  function askWhatIsDue(chat: Pick<ChatService, 'ask'>): void {
    const ask = async (question: string) => {
      const asked = await chat.ask({ question }, undefined, 'background')
      if (!asked.ok) throw new Error(`A prompt could not be asked: ${asked.failure.message}`)
      for await (const _ of asked.value) continue
    }
    const scheduled = createScheduledPrompts({
      prompts: stores.prompts,
      ask,
      onAsk: (promptId) => note?.('prompt-asked', { promptId }),
      report,
    })
    asking = setInterval(() => void scheduled.check().catch(report), minute)
    asking.unref()
    void scheduled.check().catch(report)
  }
}
