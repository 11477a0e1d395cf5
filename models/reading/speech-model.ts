import { statSync } from 'node:fs'
import { join } from 'node:path'
import { namesIn } from './languages.ts'

/** Kinds of numbers a graph may be stored in, by the names transformers.js gives them. */
export type SpeechPrecision = keyof typeof suffixes

/** A model that turns speech into text; the person put its folder there. */
export interface SpeechModel {
  readonly name: string
  /** The folder that holds its folder. */
  readonly folder: string
  readonly encoder: SpeechPrecision
  readonly decoder: SpeechPrecision
  /** Sizes and times of its files; another when one was replaced. */
  readonly version: string
}

export interface IncompleteModel {
  readonly name: string
  readonly missing: readonly string[]
}

/** The first complete model, and folders that lack files. */
export interface FoundSpeechModels {
  readonly model: SpeechModel | null
  readonly incomplete: readonly IncompleteModel[]
}

/** What the names of graphs end in; the most exact first. */
const suffixes = {
  fp32: '',
  fp16: '_fp16',
  q8: '_quantized',
  int8: '_int8',
  uint8: '_uint8',
  q4: '_q4',
  q4f16: '_q4f16',
} as const

const neededFiles = [
  'config.json',
  'generation_config.json',
  'preprocessor_config.json',
  'tokenizer.json',
  'tokenizer_config.json',
]

/** Where the person puts speech models, inside the folder for what helps reading. */
export function speechFolder(readingFolder: string): string {
  return join(readingFolder, 'speech')
}

/** Looks which speech models are there and complete; nothing is opened. */
export function findSpeechModels(readingFolder: string): FoundSpeechModels {
  const folder = speechFolder(readingFolder)
  const looked = namesIn(folder)
    .filter((name) => !name.startsWith('.') && statSync(join(folder, name), { throwIfNoEntry: false })?.isDirectory())
    .map((name) => look(folder, name))
  return {
    model: looked.find((one) => 'encoder' in one) ?? null,
    incomplete: looked.filter((one) => 'missing' in one),
  }
}

function look(folder: string, name: string): SpeechModel | IncompleteModel {
  const inside = join(folder, name)
  const encoder = precisionOf(inside, 'encoder_model')
  const decoder = precisionOf(inside, 'decoder_model_merged')
  const missing = neededFiles.filter((file) => versionOf(join(inside, file)) === null)
  if (!encoder) missing.push('onnx/encoder_model.onnx')
  if (!decoder) missing.push('onnx/decoder_model_merged.onnx')
  if (!encoder || !decoder || missing.length > 0) return { name, missing }
  const files = [...neededFiles, graph('encoder_model', encoder), graph('decoder_model_merged', decoder)]
  return { name, folder, encoder, decoder, version: files.map((file) => versionOf(join(inside, file))).join(' ') }
}

function precisionOf(folder: string, part: string): SpeechPrecision | null {
  return precisions.find((precision) => versionOf(join(folder, graph(part, precision))) !== null) ?? null
}

const precisions: readonly SpeechPrecision[] = ['fp32', 'fp16', 'q8', 'int8', 'uint8', 'q4', 'q4f16']

function graph(part: string, precision: SpeechPrecision): string {
  return `onnx/${part}${suffixes[precision]}.onnx`
}

/** Null when there is no such file or it is empty. */
function versionOf(path: string): string | null {
  const stats = statSync(path, { throwIfNoEntry: false })
  return stats?.isFile() && stats.size > 0 ? `${stats.size} ${stats.mtimeMs}` : null
}
