import type { Settings } from '#contract/settings.contract'
import type { Database } from '#database/database'
import { createConversationFolderStore } from './conversation-folder.store.ts'
import { createConversationsService } from './conversations.service.ts'
import { createDraftStore } from './draft.store.ts'
import { chatStoresOf, createTemporaryStores } from './stores.ts'

export interface OpenConversationsDeps {
  readonly settings: () => Pick<Settings, 'keepConversations'>
  readonly report: (error: unknown) => void
}

const hour = 3_600_000

/** Everything that keeps conversations, and what looks after them every hour: nobody waits for it. */
export function openConversations(database: Database, { settings, report }: OpenConversationsDeps) {
  const kept = chatStoresOf(database)
  const temporary = createTemporaryStores()
  const folders = createConversationFolderStore(database)
  const drafts = createDraftStore(database)
  const conversations = createConversationsService({ kept, temporary: temporary.now, folders, drafts, settings })
  const tidying = setInterval(tidy, hour)
  tidying.unref()
  return { store: kept.messages, temporary, conversations, tidy, close: () => clearInterval(tidying) }

  function tidy(): void {
    try {
      conversations.tidy()
    } catch (error) {
      report(error)
    }
  }
}
