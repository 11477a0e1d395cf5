import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { findProgram } from './find-program.ts'
import { findLanguages } from './languages.ts'
import { findSpeechModels } from './speech-model.ts'

test('languages are those whose data is there, packed or not, English first and three at most', () => {
  const folder = filled([
    'ocr/spa.traineddata',
    'ocr/deu.traineddata.gz',
    'ocr/eng.traineddata',
    'ocr/eng.traineddata.gz',
    'ocr/fra.traineddata',
    'ocr/osd.traineddata',
    'ocr/notes.txt',
  ])
  writeFileSync(join(folder, 'ocr', 'ces.traineddata'), '')

  expect([findLanguages(folder).map(({ code }) => code), findLanguages(join(folder, 'nowhere'))]).toEqual([
    ['eng', 'deu', 'fra'],
    [],
  ])
})

test('a speech model is used when its folder is complete, and one that is not says what it lacks', () => {
  const json = ['config', 'generation_config', 'preprocessor_config', 'tokenizer', 'tokenizer_config']
  const small = json.map((name) => `speech/small/${name}.json`)
  const graphs = ['speech/small/onnx/encoder_model.onnx', 'speech/small/onnx/decoder_model_merged_quantized.onnx']
  const folder = filled([...small, ...graphs, 'speech/base/config.json', 'speech/base/onnx/encoder_model_q4.onnx'])

  expect(findSpeechModels(folder)).toEqual({
    model: {
      name: 'small',
      folder: join(folder, 'speech'),
      encoder: 'fp32',
      decoder: 'q8',
      version: expect.any(String),
    },
    incomplete: [
      {
        name: 'base',
        missing: [
          'generation_config.json',
          'preprocessor_config.json',
          'tokenizer.json',
          'tokenizer_config.json',
          'onnx/decoder_model_merged.onnx',
        ],
      },
    ],
  })
})

test('a program is found in the absolute folders of the PATH alone, and only when it may be run', () => {
  const folder = filled(['a/ffmpeg', 'b/ffmpeg'])
  chmodSync(join(folder, 'b', 'ffmpeg'), 0o700)

  expect([
    findProgram('ffmpeg', { PATH: `.:a:${folder}/a:${folder}/b` }),
    findProgram('ffmpeg', { PATH: `${folder}/a` }),
    findProgram('ffmpeg', {}),
  ]).toEqual([join(folder, 'b', 'ffmpeg'), null, null])
})

function filled(paths: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'alcove-models-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  for (const path of paths) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), 'data')
  }
  return folder
}
