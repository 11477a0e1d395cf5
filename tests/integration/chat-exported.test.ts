import { expect, test } from 'vitest'
import { createFakeChatModel } from '#models/chat/fake.chat-model'
import { setupChat } from './chat-setup.ts'

const talk = [
  '## You, 2024-03-01 10:00 UTC',
  'When does the lease end?',
  '## ChatGPT, 2024-03-01 10:01 UTC',
  'In March.',
  '# Other branch from 1. When does the lease end?',
  '## ChatGPT, 2024-03-01 10:05 UTC',
  'On 31 March.',
].join('\n\n')

test('conversations of an export become real ones, once, with branches and dates, and can be gone on with', async () => {
  const { chat, kept, ask, database } = await setupChat({ model: createFakeChatModel({ parts: ['Yes [1].'] }) })
  addDocument(database.sqlite, { id: 'x1', part: 'chatgpt:1', identity: 'chatgpt:1', title: 'The lease', text: talk })
  addDocument(database.sqlite, { id: 'x2', part: '', identity: null, title: 'conversations.json', text: '' })
  expect(kept.exported.waiting()).toBe(1)

  expect([kept.exported.bringIn(), kept.exported.bringIn()]).toEqual([
    { brought: 1, left: 0 },
    { brought: 0, left: 0 },
  ])

  const [brought] = kept.list({ limit: 9 })
  const read = chat.conversation(brought?.id ?? '')
  const [turn] = read.ok ? read.value.turns : []
  expect(brought).toMatchObject({ title: 'The lease', createdAt: Date.UTC(2024, 2, 1, 10, 0) })
  expect([turn?.question, turn?.answer?.text, turn?.answer?.model, turn?.answer?.local, turn?.answers.length]).toEqual([
    'When does the lease end?',
    'On 31 March.',
    'ChatGPT',
    false,
    2,
  ])
  expect(kept.search({ query: 'in march', limit: 9 })).toHaveLength(1)
  await ask({ conversationId: brought?.id, question: 'And the notice?' })
  const after = chat.conversation(brought?.id ?? '')
  expect(after.ok && after.value.turns).toHaveLength(2)
})

type Sqlite = Awaited<ReturnType<typeof setupChat>>['database']['sqlite']

interface ExportedDocument {
  readonly id: string
  readonly part: string
  readonly identity: string | null
  readonly title: string
  readonly text: string
}

/** As the library process writes one. */
function addDocument(sqlite: Sqlite, { id, part, identity, title, text }: ExportedDocument): void {
  sqlite
    .prepare(
      `INSERT INTO documents (id, source_id, path, part, identity, title, type, bytes, sha256, modified_at, written_at,
         passages, created_at, updated_at)
       VALUES (?, 's', '/export.zip', ?, ?, ?, 'chat', 1, '', 1, ?, 1, 1, 1)`,
    )
    .run(id, part, identity, title, Date.UTC(2024, 2, 1, 10, 5))
  sqlite.prepare('INSERT INTO document_texts (document_id, text) VALUES (?, ?)').run(id, text)
}
