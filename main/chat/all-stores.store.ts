import { type Database, migrateDatabase, openDatabase } from '#database/database'
import { createAssistantStore } from './assistant.store.ts'
import { type ChatStore, createChatStore } from './chat.store.ts'
import { type ConversationStore, createConversationStore } from './conversation.store.ts'
import { createConversationFolderStore } from './conversation-folder.store.ts'
import { type ConversationSearchStore, createConversationSearchStore } from './conversation-search.store.ts'
import { createDraftStore } from './draft.store.ts'
import { createExportedTalkStore } from './exported-talk.store.ts'
import { createFeedbackStore } from './feedback.store.ts'
import { createLibraryPassageStore } from './library-passage.store.ts'
import { createPromptStore } from './prompt.store.ts'

/** What keeps conversations in one database. */
export interface ChatStores {
  readonly messages: ChatStore
  readonly conversations: ConversationStore
  readonly search: ConversationSearchStore
}

/** The stores of the library file, and what is kept beside conversations. */
export function keptStoresOf(database: Database, clock: () => number = Date.now) {
  return {
    kept: chatStoresOf(database, clock),
    folders: createConversationFolderStore(database, clock),
    drafts: createDraftStore(database, clock),
    exported: createExportedTalkStore(database, clock),
    assistants: createAssistantStore(database, clock),
    prompts: createPromptStore(database, clock),
    feedback: createFeedbackStore(database, clock),
    passages: createLibraryPassageStore(database),
  }
}

export type KeptStores = ReturnType<typeof keptStoresOf>

/** The stores of conversations in the library file. */
function chatStoresOf(database: Database, clock: () => number = Date.now): ChatStores {
  return {
    messages: createChatStore(database, { clock }),
    conversations: createConversationStore(database, { clock }),
    search: createConversationSearchStore(database),
  }
}

/** Stores in memory for conversations that are never written to disk; made when the first one begins. */
export function createTemporaryStores() {
  let made: Promise<ChatStores> | null = null
  let stores: ChatStores | null = null
  let close = () => {}
  return { now: () => stores, open, close: () => close() }

  function open(): Promise<ChatStores> {
    made ??= make()
    return made
  }

  async function make(): Promise<ChatStores> {
    const database = openDatabase(':memory:')
    await migrateDatabase(database, { backupFolder: '' })
    close = database.close
    stores = {
      messages: createChatStore(database, { temporary: true }),
      conversations: createConversationStore(database, { temporary: true }),
      search: createConversationSearchStore(database, { temporary: true }),
    }
    return stores
  }
}

export type TemporaryStores = ReturnType<typeof createTemporaryStores>
