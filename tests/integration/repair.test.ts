import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openConnection } from '#database/connection'
import { layout } from '../../main/app/data-folder.ts'
import { openLibrary } from '../../main/app/open-library.ts'
import { writeLibrary } from '../faults/damaged-library.ts'
import { runAlcove } from '../faults/run-alcove.ts'
import { folderWith } from './alcove-process.ts'

const timeout = 300_000

test('a damaged library is salvaged from the command line: it opens, the rest is in it, and the damaged file is kept', {
  timeout,
}, async () => {
  const folder = await damagedLibrary('document_texts')
  const before = readFileSync(folder.database)

  const refused = await runAlcove(['status', '--json', '--data', folder.root])
  const told = await runAlcove(['repair', '--json', '--data', folder.root])
  const salvaged = JSON.parse((await runAlcove(['repair', '--salvage', '--json', '--data', folder.root])).output)
  const untouched = readFileSync(folder.database).equals(before)
  const status = await runAlcove(['status', '--json', '--data', folder.root])
  const sound = await runAlcove(['repair', '--json', '--data', folder.root])

  const [kept = ''] = readdirSync(join(folder.root, 'damaged'))
  expect({
    refused: JSON.parse(refused.output).error.code,
    told: JSON.parse(told.output).error.code,
    state: salvaged.state,
    untouched,
    documents: JSON.parse(status.output).documents,
    kept: readdirSync(join(folder.root, 'damaged', kept))
      .filter((name) => /report|alcove\.sqlite$/.test(name))
      .toSorted(),
    same: readFileSync(join(folder.root, 'damaged', kept, 'alcove.sqlite')).equals(before),
    sound: JSON.parse(sound.output),
  }).toEqual({
    refused: 'DATABASE_DAMAGED',
    told: 'DATABASE_DAMAGED',
    state: 'salvaged',
    untouched: true,
    documents: 40,
    kept: ['alcove.sqlite', 'report.json'],
    same: true,
    sound: { state: 'sound' },
  })
})

test('full text that is damaged is made anew by the start after an unclean end, without asking', {
  timeout,
}, async () => {
  const folder = await damagedLibrary('passage_words_data', { leaf: true })

  const status = await runAlcove(['status', '--json', '--data', folder.root])
  const { sqlite, close } = openConnection(folder.database)
  const integrity = sqlite.pragma('integrity_check', { simple: true })
  close()

  expect([status.code, JSON.parse(status.output).documents, integrity]).toEqual([0, 40, 'ok'])
})

test('a library that is open for reading only is searched, and refuses every write by name', { timeout }, async () => {
  const folder = await damagedLibrary('document_texts')
  const opened = await openLibrary({ data: folder.root, from: '/', readOnly: true })
  if (!opened.ok || !opened.value.held) throw new Error('It could not be opened')
  const { client, close } = opened.value
  await opened.value.app.start()
  const before = readFileSync(folder.database)

  const mode = await client.system.mode()
  const { documents } = await client.system.status()
  const found = await client.search.find({ query: 'Paper 7', mode: 'words', limit: 5 })
  const codes = await Promise.all(
    [
      client.settings.set({ theme: 'dark' }),
      client.library.addText({ title: 'Mine', text: 'Words' }),
      client.library.add({ paths: [folderWith()] }),
    ].map((call) =>
      call.then(
        () => 'kept',
        (error: { code: string }) => error.code,
      ),
    ),
  )
  await close()

  expect({
    mode,
    documents,
    found: found.passages.length > 0,
    codes,
    same: readFileSync(folder.database).equals(before),
  }).toEqual({
    mode: { readOnly: 'chosen' },
    documents: 40,
    found: true,
    codes: ['LIBRARY_READ_ONLY', 'LIBRARY_READ_ONLY', 'LIBRARY_READ_ONLY'],
    same: true,
  })
  const next = await openLibrary({ data: folder.root, from: '/' })
  expect(next).toMatchObject({ ok: false, failure: { code: 'DATABASE_DAMAGED' } })
})

/** A library whose table begins with noise, and whose last process did not end as it should. */
async function damagedLibrary(table: string, { leaf = false } = {}) {
  const folder = layout(folderWith())
  for (const inner of [folder.index, folder.backups, folder.imports, folder.logs]) mkdirSync(inner, { recursive: true })
  await writeLibrary(folder.database, { documents: 40 })
  const { sqlite, close } = openConnection(folder.database)
  const page = leaf
    ? Number(sqlite.prepare("SELECT max(pageno) FROM dbstat WHERE name = ? AND pagetype = 'leaf'").pluck().get(table))
    : Number(sqlite.prepare('SELECT rootpage FROM sqlite_master WHERE name = ?').pluck().get(table))
  close()
  const bytes = readFileSync(folder.database)
  bytes.fill(0x5a, (page - 1) * 4_096, page * 4_096)
  writeFileSync(folder.database, bytes)
  writeFileSync(folder.lockFile, '{"pid":1}')
  if (existsSync(`${folder.database}-backups`)) throw new Error('A new library needs no copy')
  return folder
}
