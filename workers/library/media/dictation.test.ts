import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { ok } from '#contract/result'
import { writeSpeechModel } from '#models/reading/fake.speech-model'
import { createDictation } from './dictation.ts'
import { makePcm } from './fake.sound.ts'
import type { RecordingReader } from './media.ts'
import { createRecordingsAtHand } from './recordings-at-hand.ts'

test('a real graph hears what was recorded, and another recording after it', { timeout: 60_000 }, async () => {
  const folder = temporaryFolder()
  writeSpeechModel(join(folder, 'speech'))
  const { hear } = createDictation({ recordings: createRecordingsAtHand(folder), milliseconds: 60_000 })

  const [low, high] = await Promise.all([
    hear(makePcm({ tone: 250, seconds: 2 })),
    hear(makePcm({ tone: 3_000, seconds: 2 })),
  ])

  expect([low, high]).toEqual([ok('The tone was low.'), ok('The tone was high.')])
})

test('without a model it says so; with one that is put there meanwhile it hears; files that do not open are not set up', async () => {
  const folder = temporaryFolder()
  const { hear } = createDictation({ recordings: createRecordingsAtHand(folder), milliseconds: 60_000 })
  const sound = makePcm({ tone: 250, seconds: 1 })

  const without = await hear(sound)
  writeSpeechModel(join(folder, 'speech'))
  const withModel = await hear(sound)
  mkdirSync(join(folder, 'speech', 'whisper-tones', 'onnx'), { recursive: true })
  writeFileSync(join(folder, 'speech', 'whisper-tones', 'onnx', 'encoder_model.onnx'), 'no graph')
  const damaged = await hear(sound)

  expect([without, withModel, damaged]).toMatchObject([
    { ok: false, failure: { code: 'RECORDINGS_NOT_SET_UP', message: 'There is no speech model' } },
    ok('The tone was low.'),
    { ok: false, failure: { code: 'RECORDINGS_NOT_SET_UP', message: expect.stringMatching(/^whisper-tones: /) } },
  ])
})

test('five minutes are heard by the half minute, silence is not, and sentences are joined to one text', async () => {
  const asked: number[] = []
  const model: RecordingReader = {
    transcribe: async (samples) => {
      asked.push(samples.length / 16_000)
      return ok([{ from: 0, to: 20, text: ` Sentence ${asked.length}. ` }])
    },
  }
  const { hear } = createDictation({ recordings: () => model, milliseconds: 1_000 })

  const quiet = await hear(makePcm({ tone: 0, seconds: 40 }))
  const spoken = await hear(makePcm({ tone: 300, seconds: 75.5 }))

  expect({ quiet, spoken, asked }).toEqual({
    quiet: ok(''),
    spoken: ok('Sentence 1. Sentence 2. Sentence 3.'),
    asked: [30, 30, 15.5],
  })
})

test('one stretch is heard at a time; one that takes too long is given up, and one that nobody waits for is not begun', async () => {
  const first = Promise.withResolvers<void>()
  let busy = 0
  let most = 0
  let begun = 0
  const model: RecordingReader = {
    transcribe: async () => {
      begun += 1
      busy += 1
      most = Math.max(most, busy)
      if (begun === 1) await first.promise
      busy -= 1
      return ok([{ from: 0, to: 1, text: `Heard ${begun}.` }])
    },
  }
  const { hear } = createDictation({ recordings: () => model, milliseconds: 30 })
  const sound = makePcm({ tone: 300, seconds: 1 })

  const late = await hear(sound)
  const behind = await hear(sound)
  first.resolve()
  const called = new AbortController()
  called.abort(new Error('called off'))
  const off = await hear(sound, called.signal).catch((error: Error) => error.message)
  const after = await hear(sound)

  expect({ late, behind, off, after, most }).toMatchObject({
    late: { ok: false, failure: { code: 'FILE_TOO_SLOW' } },
    behind: { ok: false, failure: { code: 'FILE_TOO_SLOW' } },
    off: 'called off',
    after: ok('Heard 3.'),
    most: 1,
  })
})

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'alcove-dictation-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}
