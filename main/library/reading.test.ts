import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { settled, setup } from './fake.library.ts'

test('pictures and recordings are passed over until they can be read; from then on a scan finds them', async () => {
  const { library, names, papers, data, write } = await setup()
  for (const name of ['plan.md', 'photo.png', 'memo.mp3']) write(name, 'x')
  const [before, sourceId] = await add()

  const { pictures, recordings } = library.reading()
  const without = names()
  writeFileSync(join(pictures.folder, 'eng.traineddata.gz'), 'data')
  await library.rescan(sourceId)
  await settled(library)
  const withPictures = names()
  fillModel(join(recordings.folder, 'whisper'))
  await library.rescan(sourceId)
  await settled(library)

  expect({ before, without, withPictures, withBoth: names(), folder: pictures.folder }).toEqual({
    before: { added: 1, skipped: 2 },
    without: ['plan.md'],
    withPictures: ['photo.png', 'plan.md'],
    withBoth: ['memo.mp3', 'photo.png', 'plan.md'],
    folder: join(data, 'models', 'ocr'),
  })

  async function add() {
    const added = await library.add({ paths: [papers], watch: false })
    await settled(library)
    return [{ added: added.added, skipped: added.skipped }, added.sourceIds[0]] as const
  }
})

test('a picture that a person names is always tried', async () => {
  const { library, write } = await setup()

  const { added, skipped } = await library.add({ paths: [write('photo.png', 'x')], watch: false })

  expect({ added, skipped }).toEqual({ added: 1, skipped: 0 })
})

test('a picture that is left out says that reading it is not set up, and one that was read stays', async () => {
  const { library, names, papers, write } = await setup()
  const path = write('photo.png', 'x')
  const { sourceIds } = await library.add({ paths: [papers], watch: false })
  const { pictures } = library.reading()
  const data = join(pictures.folder, 'eng.traineddata.gz')

  const before = await library.tree.why({ path, query: '' })
  writeFileSync(data, 'data')
  await library.rescan(sourceIds[0])
  await settled(library)
  rmSync(data)
  await library.rescan(sourceIds[0])
  await settled(library)

  expect({ step: before.steps.at(-1), names: names() }).toEqual({
    step: {
      check: 'not-left-out',
      ok: false,
      detail: expect.stringContaining('reading pictures is not set up'),
      remedy: 'set-up-reading',
    },
    names: ['photo.png'],
  })
})

test('what is set up is told with what a model lacks', async () => {
  const { library } = await setup()
  const { recordings } = library.reading()
  mkdirSync(join(recordings.folder, 'half'))

  expect(library.reading()).toMatchObject({
    pictures: { languages: [] },
    recordings: { model: null, incomplete: [{ name: 'half', missing: expect.arrayContaining(['config.json']) }] },
  })
})

function fillModel(folder: string): void {
  mkdirSync(join(folder, 'onnx'), { recursive: true })
  for (const name of ['config', 'generation_config', 'preprocessor_config', 'tokenizer', 'tokenizer_config']) {
    writeFileSync(join(folder, `${name}.json`), '{}')
  }
  for (const name of ['encoder_model', 'decoder_model_merged']) writeFileSync(join(folder, 'onnx', `${name}.onnx`), 'x')
}
