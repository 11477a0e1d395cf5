import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { migrateDatabase, openDatabase } from '#database/database'
import { createSavedSearchStore } from './saved-search.store.ts'

test('a search is kept once, renamed, removed and brought back, in the order of names', async () => {
  const { store } = await setup()
  const rent = store.add({ query: 'rent type:pdf' })
  const again = store.add({ query: 'rent type:pdf', name: 'Other' })
  const lease = store.add({ query: 'lease', name: 'all leases' })
  const renamed = store.change(rent.id, { name: 'Rents' })
  const removed = store.remove(lease.id)
  const without = store.list()
  const back = store.restore(lease.id)

  expect(again).toEqual(rent)
  expect([rent.name, renamed, removed, without.map(({ id }) => id), back]).toMatchObject([
    'rent type:pdf',
    { ok: true, value: { name: 'Rents', query: 'rent type:pdf' } },
    { ok: true },
    [rent.id],
    { ok: true, value: lease },
  ])
  expect(store.list().map(({ name }) => name)).toEqual(['all leases', 'Rents'])
})

test('what is not there is named', async () => {
  const { store } = await setup()
  const { id } = store.add({ query: 'rent' })
  const failure = { code: 'SAVED_SEARCH_NOT_FOUND' }

  expect([store.change('none', { name: 'x' }), store.remove('none'), store.restore(id)]).toMatchObject([
    { ok: false, failure },
    { ok: false, failure },
    { ok: false, failure },
  ])
})

test('the last twenty queries are known, the newest first, and are forgotten on demand', async () => {
  const { store } = await setup()
  for (let number = 1; number <= 25; number += 1) store.used(`query ${number}`)
  store.used('query 10')
  const recent = store.recent()
  const one = store.forget('query 25')
  const after = store.recent()

  expect([recent.length, recent.slice(0, 3), recent.at(-1)]).toEqual([
    20,
    ['query 10', 'query 25', 'query 24'],
    'query 6',
  ])
  expect([one, after.includes('query 25'), store.forget(), store.recent()]).toEqual([1, false, 19, []])
})

async function setup() {
  const folder = mkdtempSync(join(tmpdir(), 'alcove-saved-'))
  const database = openDatabase(join(folder, 'alcove.sqlite'))
  await migrateDatabase(database, { backupFolder: folder })
  let now = 0
  return { store: createSavedSearchStore(database, () => (now += 1)) }
}
