import { rm } from 'node:fs/promises'
import { expect, onTestFinished, test } from 'vitest'
import { createCrossEncoderFolder } from '#models/reranking/fake.cross-encoder'
import { openLibrary } from '../../main/app/open-library.ts'
import { folderWith } from './alcove-process.ts'

const query = 'Which pump of the mill is checked?'

test('a cross-encoder is tried, used after a restart as well, and turned off; the order is its own meanwhile', async () => {
  const folder = await createCrossEncoderFolder()
  onTestFinished(() => rm(folder, { recursive: true }))
  const { client, open, close } = await setup()
  const off = await stagesOf(client)
  const tried = await client.models.reranking.tryOut({ folder })
  const stillOff = await client.models.reranking.state()
  const used = await client.models.reranking.use({ folder })
  await close()

  const second = await open()
  const explained = await second.search.explain({ query })
  const doctor = await second.system.doctor()
  const state = await second.models.reranking.state()
  await second.models.reranking.turnOff()

  const ranks = explained.rows.map(({ ranks: { result, reranked } }) => ({
    place: result?.rank,
    judged: reranked?.rank,
  }))
  expect({
    tried: [tried.title, tried.milliseconds >= 0],
    stillOff,
    used: [used, state],
    stages: [off.includes('reranked'), explained.stages.map(({ stage }) => stage).includes('reranked')],
    first: explained.found.passages[0]?.text,
    sameOrder: ranks.every(({ place, judged }) => place === judged),
    health: doctor.checks.find(({ name }) => name === 'search'),
    after: [(await stagesOf(second)).includes('reranked'), await second.models.reranking.state()],
  }).toMatchObject({
    tried: [folder.split('/').at(-1), true],
    stillOff: null,
    used: [
      { folder, problem: null },
      { folder, milliseconds: used.milliseconds, problem: null },
    ],
    stages: [false, true],
    first: 'Which pump of the mill is checked is written on the door.',
    sameOrder: true,
    health: { ok: true, detail: expect.stringContaining(`ordered by ${folder}`) },
    after: [false, null],
  })
})

test('one that cannot be used is refused in words; one whose files went away leaves search as it was, and is named', async () => {
  const folder = await createCrossEncoderFolder('turned-round')
  onTestFinished(() => rm(folder, { recursive: true }))
  const { client } = await setup()
  const refused = await client.models.reranking.use({ folder }).catch((error: unknown) => error)
  const before = await client.search.find({ query })
  await client.settings.set({ reranker: { folder: '/nowhere', milliseconds: 1 } })

  const found = await client.search.find({ query })

  expect({
    refused,
    found: found.passages,
    state: await client.models.reranking.state(),
    health: (await client.system.doctor()).checks.find(({ name }) => name === 'search')?.ok,
  }).toMatchObject({
    refused: { code: 'RERANKER_UNUSABLE', message: expect.stringContaining('finds a wrong answer better') },
    found: before.passages,
    state: { title: 'nowhere', problem: expect.stringContaining('holds no such model') },
    health: false,
  })
})

async function stagesOf(client: Awaited<ReturnType<typeof setup>>['client']) {
  return (await client.search.explain({ query })).stages.map(({ stage }) => stage)
}

async function setup() {
  const papers = folderWith({
    'door.txt': 'Which pump of the mill is checked is written on the door.',
    'pump.txt': 'The pump pump pump.',
    'mill.txt': 'The mill is closed for the winter.',
    'cats.txt': 'Cats sleep on the sofa.',
  })
  const data = folderWith()
  let held: Awaited<ReturnType<typeof hold>> | null = null
  onTestFinished(close)
  const client = await open()
  const { batchId } = await client.library.add({ paths: [papers], watch: false })
  for await (const event of await client.library.follow({ batchId })) if (event.finished) break
  return { client, open, close }

  async function open() {
    held = await hold(data)
    await held.app.start()
    return held.client
  }

  async function close() {
    const last = held
    held = null
    await last?.close()
  }
}

async function hold(data: string) {
  const opened = await openLibrary({ data, from: data })
  if (!opened.ok || !opened.value.held) throw new Error('The library could not be held')
  return opened.value
}
