import type { Settings } from '#contract/settings.contract'
import { createTemporaryStores, type KeptStores } from './all-stores.store.ts'
import { createConversationsService } from './conversations.service.ts'

export interface OpenConversationsDeps {
  readonly settings: () => Pick<Settings, 'keepConversations'>
  readonly report: (error: unknown) => void
}

const hour = 3_600_000

/** Everything that keeps conversations, and what looks after them every hour: nobody waits for it. */
export function openConversations(stores: KeptStores, { settings, report }: OpenConversationsDeps) {
  const temporary = createTemporaryStores()
  const conversations = createConversationsService({ ...stores, temporary: temporary.now, settings })
  const tidying = setInterval(tidy, hour)
  tidying.unref()
  return { store: stores.kept.messages, temporary, conversations, tidy, close: () => clearInterval(tidying) }

  function tidy(): void {
    try {
      conversations.tidy()
    } catch (error) {
      report(error)
    }
  }
}
