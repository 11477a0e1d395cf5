import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { ok } from '#contract/result'
import { Limits } from '../limits.ts'
import { readDocument } from '../read-document.ts'
import { type FakeSound, makeWav, toneAt } from './fake.sound.ts'
import { decodeWithFfmpeg } from './ffmpeg.ts'
import { type Media, noMedia, type SpokenSegment } from './media.ts'
import { createMediaAtHand } from './media-at-hand.ts'
import { openWav } from './wav.ts'

const realModel = process.env['ALCOVE_SPEECH_MODEL']
const spoken = process.env['ALCOVE_SPEECH_RECORDING']

test('every usual coding of a WAV is heard as one channel of 16,000 samples a second', () => {
  const codings: readonly FakeSound[] = [
    { rate: 16_000, bits: 16, seconds: 0.5, tone: 440 },
    { rate: 8_000, bits: 8, seconds: 0.5, tone: 440 },
    { rate: 44_100, channels: 2, bits: 16, seconds: 0.5, tone: 440 },
    { rate: 48_000, bits: 24, seconds: 0.5, tone: 440 },
    { rate: 22_050, bits: 32, seconds: 0.5, tone: 440, extended: true },
    { rate: 96_000, bits: 32, float: true, seconds: 0.5, tone: 440 },
    { rate: 32_000, bits: 64, float: true, seconds: 0.5, tone: 440 },
  ]

  const furthest = codings.map((coding) => {
    const samples = heard(makeWav(coding), 0.1, 0.4)
    const distances = samples.map((sample, index) => Math.abs(sample - toneAt(440, 0.1 + index / 16_000)))
    return samples.length === 4_800 ? distances.reduce((most, one) => Math.max(most, one), 0) : 'another length'
  })

  expect(furthest).toEqual(
    codings.map(({ bits }) => expect.toSatisfy((far: number) => far < (bits === 8 ? 0.02 : 0.004))),
  )
})

test('a tone that 16,000 samples a second cannot carry is filtered out and does not come back as another', () => {
  const samples = heard(makeWav({ rate: 48_000, bits: 16, seconds: 0.5, tone: 12_000 }), 0.1, 0.4)

  expect(samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0)).toBeLessThan(0.005)
})

test('a WAV that is cut off is heard as far as it goes, and one without sound is refused', () => {
  const whole = makeWav({ rate: 16_000, bits: 16, seconds: 1, tone: 440 })
  const cut = openWav(new Uint8Array(whole.subarray(0, whole.length - 16_000)))
  const headless = openWav(new Uint8Array(whole.subarray(0, 30)))

  expect([cut, headless]).toMatchObject([
    { ok: true, value: { seconds: 0.5 } },
    { ok: false, failure: { code: 'FILE_DAMAGED' } },
  ])
})

test('a recording becomes one line for each utterance, with its seconds, and a sentence that was cut off is heard again', async () => {
  const asked: number[] = []
  const answers: readonly (readonly SpokenSegment[])[] = [
    [
      { from: 0, to: 12.5, text: ' The boiler was\ninspected. ' },
      { from: 12.5, to: 28, text: 'It is fine.' },
      { from: 28, to: null, text: 'Call the' },
    ],
    [
      { from: 0, to: 4, text: 'Call the plumber.' },
      { from: 4, to: 5, text: '[BLANK_AUDIO]' },
    ],
  ]
  let steps = 0
  const media: Media = {
    ...noMedia,
    recordings: {
      transcribe: async (samples) => {
        asked.push(samples.length / 16_000)
        return ok(answers[asked.length - 1] ?? [])
      },
    },
    onStep: () => {
      steps += 1
    },
  }

  const document = await read('memo.wav', makeWav({ rate: 16_000, bits: 16, seconds: 40, tone: 300 }), media)

  expect({ document, asked, steps }).toMatchObject({
    document: {
      ok: true,
      value: {
        type: 'audio',
        title: 'memo',
        text: 'The boiler was inspected.\nIt is fine.\nCall the plumber.',
        passages: [{ place: { kind: 'time', from: 0, to: 32 } }],
      },
    },
    asked: [30, 12],
    steps: 3,
  })
})

test('silence is not given to the model, and a recording in which nothing is said has no text', async () => {
  const media: Media = { ...noMedia, recordings: { transcribe: () => Promise.reject(new Error('was asked')) } }

  const document = await read('quiet.wav', makeWav({ rate: 8_000, bits: 16, seconds: 3, tone: 0 }), media)

  expect(document).toMatchObject({ ok: false, failure: { code: 'FILE_HAS_NO_TEXT' } })
})

test('without a model, and with one whose files are damaged, a recording says that transcribing is not set up', async () => {
  const folder = temporaryFolder()
  const model = join(folder, 'speech', 'whisper-none')
  const wav = makeWav({ rate: 16_000, bits: 16, seconds: 1, tone: 300 })
  const atHand = createMediaAtHand(folder, () => {})

  const without = await read('memo.wav', wav, atHand())
  mkdirSync(join(model, 'onnx'), { recursive: true })
  for (const name of ['generation_config', 'preprocessor_config', 'tokenizer', 'tokenizer_config']) {
    writeFileSync(join(model, `${name}.json`), '{}')
  }
  writeFileSync(join(model, 'config.json'), '{"model_type":"whisper","is_encoder_decoder":true}')
  writeFileSync(join(model, 'onnx', 'encoder_model_quantized.onnx'), 'no graph')
  const incomplete = await read('memo.wav', wav, atHand())
  writeFileSync(join(model, 'onnx', 'decoder_model_merged_quantized.onnx'), 'no graph')
  const damaged = await read('memo.wav', wav, atHand())

  expect([without, incomplete, damaged]).toMatchObject([
    { ok: false, failure: { code: 'RECORDINGS_NOT_SET_UP', message: 'There is no speech model' } },
    { ok: false, failure: { code: 'RECORDINGS_NOT_SET_UP', message: 'There is no speech model' } },
    { ok: false, failure: { code: 'RECORDINGS_NOT_SET_UP', message: expect.stringMatching(/^whisper-none: /) } },
  ])
})

test('a recording longer than the limit is refused before the model hears it', async () => {
  const media: Media = { ...noMedia, recordings: { transcribe: () => Promise.reject(new Error('was asked')) } }
  const wav = makeWav({ rate: 8_000, bits: 8, seconds: 2, tone: 300 })

  expect(await read('long.wav', wav, media, { recordingSeconds: 1 })).toMatchObject({
    ok: false,
    failure: { code: 'FILE_TOO_LARGE' },
  })
})

test('other recordings are decoded by the ffmpeg on the PATH, without a shell, and nothing but the file may be opened', async () => {
  const wav = makeWav({ rate: 16_000, bits: 16, seconds: 1, tone: 440 })
  const bin = fakeFfmpeg((folder) => {
    writeFileSync(join(folder, 'answer.wav'), wav)
    return `printf '%s\\n' "$@" > '${folder}/arguments'; for last; do :; done; cp '${folder}/answer.wav' "$last"`
  })

  const decoded = await decodeWithFfmpeg(sound({ environment: { PATH: `${bin}:/bin:/usr/bin` } }))

  const given = readFileSync(join(bin, 'arguments'), 'utf8').trim().split('\n')
  const input = given[given.indexOf('-i') + 1] ?? ''
  expect({
    same: decoded.ok && Buffer.from(decoded.value).equals(wav),
    guards: given.slice(0, given.indexOf('-i')),
    input: basename(input),
    left: readdirSync(tmpdir()).includes(basename(dirname(input))),
  }).toEqual({
    same: true,
    guards: [
      '-nostdin',
      '-hide_banner',
      '-loglevel',
      'error',
      '-y',
      '-timelimit',
      '60',
      '-protocol_whitelist',
      'file,pipe',
      '-f',
      'mp3',
    ],
    input: 'in',
    left: false,
  })
})

test('no ffmpeg, one that fails and one that does not end are told apart', async () => {
  const failing = fakeFfmpeg(() => 'exit 1')
  const endless = fakeFfmpeg(() => 'exec sleep 60')

  const outcomes = [
    await decodeWithFfmpeg(sound({ environment: { PATH: `relative:${temporaryFolder()}` } })),
    await decodeWithFfmpeg(sound({ environment: { PATH: `${failing}:/bin:/usr/bin` } })),
    await decodeWithFfmpeg(sound({ environment: { PATH: `${endless}:/bin:/usr/bin` }, milliseconds: 300 })),
  ]

  expect(outcomes.map((outcome) => (outcome.ok ? 'decoded' : outcome.failure.code))).toEqual([
    'SOUND_PROGRAM_MISSING',
    'FILE_DAMAGED',
    'FILE_TOO_SLOW',
  ])
})

// With real weights, which are not in the repository: docs/library.md says how.
test.skipIf(!realModel || !spoken)('a real model writes down what is said', async () => {
  const folder = temporaryFolder()
  mkdirSync(join(folder, 'speech'))
  symlinkSync(realModel ?? '', join(folder, 'speech', basename(realModel ?? '')))
  const atHand = createMediaAtHand(folder, () => {})

  const document = await read('spoken.wav', readFileSync(spoken ?? ''), atHand())

  expect(document).toMatchObject({ ok: true, value: { type: 'audio', text: expect.stringMatching(/\w+ \w+/) } })
})

function heard(wav: Buffer, from: number, to: number): Float32Array {
  const opened = openWav(new Uint8Array(wav))
  if (!opened.ok) throw new Error(opened.failure.message)
  return opened.value.stretch(from, to)
}

function read(name: string, bytes: Uint8Array, media: Media, limits: Partial<Limits> = {}) {
  return readDocument({
    name,
    bytes: new Uint8Array(bytes),
    limits: Limits.parse(limits),
    countTokens: (words) => Math.ceil(words.length / 4),
    media,
  })
}

function sound({ environment, milliseconds = 60_000 }: { environment: { PATH: string }; milliseconds?: number }) {
  const limits = Limits.parse({ recogniseMilliseconds: milliseconds })
  return { bytes: new Uint8Array(Buffer.from('ID3 sound')), mime: 'audio/mpeg', limits, environment }
}

/** A folder for the PATH with a script called ffmpeg. */
function fakeFfmpeg(script: (folder: string) => string): string {
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'ffmpeg'), `#!/bin/sh\n${script(folder)}\n`)
  chmodSync(join(folder, 'ffmpeg'), 0o755)
  return folder
}

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'alcove-recordings-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}
