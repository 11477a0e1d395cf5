import { openDatabase } from '#database/database'
import { createOllamaChatModel } from '#models/chat/ollama.chat-model'
import { createChatService } from '../../main/chat/chat.service.ts'
import { createChatStore } from '../../main/chat/chat.store.ts'
import { createConversationStore } from '../../main/chat/conversation.store.ts'
import { lease } from './chat-setup-passages.ts'

// Asks one question, goes on with its answer if told so, and reports each time that words were kept, until it is killed.
const [path = '', address = '', goOn = ''] = process.argv.slice(2)
const database = openDatabase(path)
const store = createChatStore(database)
const chat = createChatService({
  store: {
    ...store,
    saveText: (answerId, text) => {
      store.saveText(answerId, text)
      process.send?.({ answerId, text })
    },
  },
  pickModel: async () => createOllamaChatModel({ address, name: 'scripted-chat' }),
  modelUsed: async () => undefined,
  findPassages: async () => ({
    passages: [lease],
    mode: 'fused',
    milliseconds: 1,
    searched: { documents: 1, passages: 1 },
    problems: [],
    didYouMean: null,
  }),
  evidence: async () => [],
  librarySample: () => ({ written: [], documents: [] }),
})
const question = 'When does the lease end?'
const asked = await chat.ask({ question })
if (goOn && asked.ok) {
  for await (const event of asked.value) {
    if (event.type !== 'interrupted') continue
    const conversationId = createConversationStore(database).list({ limit: 1 })[0]?.id
    await chat.ask({ conversationId, question, continues: event.answer.id })
  }
}
