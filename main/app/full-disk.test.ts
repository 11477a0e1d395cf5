import { createRouterClient, os } from '@orpc/server'
import { expect, onTestFinished, test } from 'vitest'
import { openDatabase } from '#database/database'
import { namingFullDisk } from './full-disk.ts'

test('what there is no room for is refused by name, and is done once there is room', async () => {
  const { sqlite, client } = setup()
  const limit = sqlite.pragma('max_page_count', { simple: true })

  sqlite.pragma(`max_page_count = ${sqlite.pragma('page_count', { simple: true })}`)
  const refused = await client.keep().catch((error: unknown) => error)
  sqlite.pragma(`max_page_count = ${limit}`)

  expect([refused, await client.keep()]).toMatchObject([{ code: 'STORAGE_FULL', status: 507 }, 'kept'])
})

test('another error is not called so', async () => {
  const { client } = setup()

  await expect(client.fail()).rejects.toThrow('something else')
})

function setup() {
  const database = openDatabase(':memory:')
  onTestFinished(database.close)
  const { sqlite } = database
  sqlite.exec('CREATE TABLE kept (words TEXT)')
  const insert = sqlite.prepare('INSERT INTO kept VALUES (?)')
  const router = os.use(namingFullDisk).router({
    keep: os.handler(() => {
      insert.run('long '.repeat(20_000))
      return 'kept'
    }),
    fail: os.handler(() => {
      throw new Error('something else')
    }),
  })
  return { sqlite, client: createRouterClient(router) }
}
