import { realpathSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openLibrary } from '../../main/app/open-library.ts'
import { snapshotOf } from '../faults/library-snapshot.ts'
import { changesOf, makeProject } from '../material/changes.ts'
import { copyFiles, realFiles } from '../material/real-files.ts'
import { folderWith } from './alcove-process.ts'

const files = 5_000
const seed = Number(process.env.ALCOVE_SEED ?? 20_261)

test(`a folder of ${files} real files that changes while it is read ends as the library of what it is then`, {
  timeout: 900_000,
}, async () => {
  const material = realpathSync(folderWith())
  copyFiles(realFiles(files), material)
  makeProject(material)
  const followed = await hold()
  const changes = [...changesOf(material, seed)]

  const { batchId } = await followed.client.library.add({ paths: [material], watch: true })
  const share = Math.floor(files / (changes.length + 2))
  let total = 0
  for await (const event of await followed.client.library.follow({ batchId })) {
    total = Math.max(total, event.done)
    // One after the other while files are being read; what is left when all are read comes then.
    while (changes.length > 0 && (event.done >= share * (14 - changes.length) || event.seconds.words !== null)) {
      changes.shift()?.make()
    }
    if (event.seconds.words !== null) break
  }

  const fresh = await hold()
  const again = await fresh.client.library.add({ paths: [material], watch: false })
  for await (const event of await fresh.client.library.follow({ batchId: again.batchId })) {
    if (event.seconds.words !== null) break
  }
  const expected = materialOf(fresh.data)
  await expect.poll(() => materialOf(followed.data), { timeout: 240_000, interval: 1_000 }).toEqual(expected)

  const { orphans, integrity } = snapshotOf(followed.data)
  expect({
    orphans,
    integrity,
    read: total >= 2_000,
    documents: expected.documents.length >= 4_500,
    made: changes,
  }).toEqual({
    orphans: [0, 0, 0, 0],
    integrity: 'ok',
    read: true,
    documents: true,
    made: [],
  })
})

/** What can be found by words, and what could not be read; without what depends on how far the vectors are. */
function materialOf(data: string) {
  const { documents, passages, jobs } = snapshotOf(data)
  return {
    documents: documents.map((document) => ({ ...document, ready: null })),
    passages: passages.map((passage) => ({ ...passage, model: null, vector: null })),
    failed: jobs.filter(({ state }) => state === 'failed'),
    open: jobs.filter(({ state }) => state !== 'failed').length,
  }
}

async function hold() {
  const data = folderWith()
  // Without the model's files: what is compared is what is found by words, and vectors would take most of the time.
  const opened = await openLibrary({ data, from: data, shell: { files: { modelsFolder: join(data, 'no-model') } } })
  if (!opened.ok || !opened.value.held) throw new Error('The library could not be held')
  const { app, client, close } = opened.value
  onTestFinished(close)
  await app.start()
  return { data, client }
}
