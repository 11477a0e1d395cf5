import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { migrateDatabase, openDatabase } from '#database/database'
import { createFakeChatModel } from '#models/chat/fake.chat-model'
import { startOllamaTestServer } from '../ollama/test-server.ts'
import { setupChat, temporaryFolder } from './chat-setup.ts'

test('an answer that was being written when the process was killed is there, and marked, at the next start', async () => {
  const path = join(temporaryFolder(), 'alcove.sqlite')
  const database = openDatabase(path)
  await migrateDatabase(database, { backupFolder: join(path, '..', 'backups') })
  database.close()
  const server = await startOllamaTestServer({ script: { text: 'word '.repeat(5_000), delay: 2 } })
  onTestFinished(server.close)
  const child = fork(fileURLToPath(new URL('./chat.process.ts', import.meta.url)), [path, server.address])

  const [kept] = await once(child, 'message')
  child.kill('SIGKILL')
  await once(child, 'exit')
  const { kept: things, store } = await setupChat({ model: createFakeChatModel({}), path })
  const [conversation] = things.list({ limit: 10 })
  const { answer } = store.answer(kept.answerId) ?? {}

  expect({ answer, title: conversation?.title, kept: kept.text.length > 100 }).toMatchObject({
    answer: { state: 'interrupted', failure: { reason: 'app-ended' } },
    title: 'When does the lease end',
    kept: true,
  })
  expect(answer?.text.startsWith(kept.text)).toBe(true)
})
