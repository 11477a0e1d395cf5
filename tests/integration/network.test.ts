import { join } from 'node:path'
import { createRouterClient } from '@orpc/server'
import { expect, onTestFinished, test } from 'vitest'
import { migrateDatabase, openDatabase } from '#database/database'
import { type OutwardRequest, outward, outwardFetch } from '#models/network/outward'
import { openNetwork } from '../../main/network/network.ts'
import { createOutwardStore } from '../../main/network/outward.store.ts'
import { temporaryFolder } from './chat-setup.ts'

const day = 86_400_000

test('what leaves is listed, the newest first, held back while it is switched off, and forgotten when asked', async () => {
  let offline = false
  const { client, network } = await setup(() => offline)
  const ask = () => outwardFetch('embedding')('http://alcove-nowhere.invalid/v1/embeddings').catch(() => {})

  await ask()
  offline = true
  network.apply()
  await ask()

  expect(await client.list({})).toMatchObject([
    { host: 'alcove-nowhere.invalid', purpose: 'embedding', outcome: 'held-back' },
    { host: 'alcove-nowhere.invalid', path: '/v1/embeddings', outcome: 'failed' },
  ])
  expect(await client.forget()).toEqual({ forgotten: 2 })
  expect(await client.list({})).toEqual([])
})

test('worker processes are told to hold back, and what they tell is listed', async () => {
  let offline = true
  const { network, client } = await setup(() => offline)
  const told: boolean[] = []

  network.apply([{ holdBack: (on) => told.push(on) }])
  offline = false
  network.apply([{ holdBack: (on) => told.push(on) }])
  network.watched.onOutward(request({ host: 'server.example' }))

  expect([told, (await client.list({})).map(({ host }) => host)]).toEqual([[true, false], ['server.example']])
})

test('requests that left before a time are deleted some at a time', async () => {
  const { store, network } = await setup(() => false)
  const now = Date.now()
  for (let count = 0; count < 1_200; count += 1) store.add(request({ at: now - 91 * day }))
  store.add(request({ at: now }))

  expect([await network.deleteBefore(now - 90 * day), store.list({ limit: 1_000 }).length]).toEqual([1_200, 1])
})

function request(more: Partial<OutwardRequest>): OutwardRequest {
  return {
    at: Date.now(),
    host: 'elsewhere.example',
    purpose: 'answers',
    method: 'POST',
    path: '/v1/chat/completions',
    outcome: 'answered',
    status: 200,
    bytes: 12,
    milliseconds: 30,
    ...more,
  }
}

async function setup(isOffline: () => boolean) {
  const folder = temporaryFolder()
  const database = openDatabase(join(folder, 'alcove.sqlite'))
  await migrateDatabase(database, { backupFolder: join(folder, 'backups') })
  const store = createOutwardStore(database)
  const network = openNetwork(store, {
    isOffline,
    report: (error) => {
      throw error
    },
  })
  onTestFinished(() => {
    network.close()
    outward.setOffline(false)
    database.close()
  })
  return { store, network, client: createRouterClient(network.router) }
}
