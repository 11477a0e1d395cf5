import { basename, join } from 'node:path'
import { z } from 'zod'
import type { Embedder } from './embedder.ts'
import { EmbedderFault } from './embedder-fault.ts'
import { graphIn, hashOfModel } from './folder-files.ts'
import { maxTokensIn, readSettings } from './folder-settings.ts'
import { startOnnxEmbedder } from './onnx.embedder.ts'
import type { Pooling } from './onnx.session.ts'
import { noPrefixes, type Prefixes, prefixesByName, revisionOf } from './prefixes.ts'
import { loadAnyTokenizer } from './tokenizer.ts'

export interface FolderEmbedderOptions {
  readonly folder: string
  readonly sessions: number
}

/** Starts the transformers.js model in a folder, as long as its files are those the id was made of. */
export async function openFolderEmbedder(
  options: FolderEmbedderOptions & { readonly id: string; readonly dimensions: number },
): Promise<Embedder> {
  const model = await readFolderModel(options.folder)
  if (model.id !== options.id) throw new EmbedderFault('damaged', `${options.folder} holds ${model.id} by now`)
  return start(model, options)
}

/** Runs one text through the model in a folder: its id and dimensions. Throws an `EmbedderFault` where it cannot embed. */
export async function findFolderEmbedder(folder: string, signal?: AbortSignal) {
  const model = await readFolderModel(folder)
  const embedder = await start(model, { folder, sessions: 1, dimensions: null })
  try {
    const [vector] = await embedder.embed(['How long is a vector?'], signal)
    return { id: model.id, title: model.title, dimensions: vector?.length ?? 0 }
  } catch (cause) {
    signal?.throwIfAborted()
    throw new EmbedderFault('unsupported', cause instanceof Error ? cause.message : String(cause), { cause })
  } finally {
    await embedder.close()
  }
}

interface FolderModel {
  readonly id: string
  readonly title: string
  readonly graph: string
  readonly pooling: Pooling
  readonly prefixes: Prefixes
  readonly maxTokens: number
}

async function start(
  { id, graph, pooling, prefixes, maxTokens }: FolderModel,
  { folder, sessions, dimensions }: FolderEmbedderOptions & { readonly dimensions: number | null },
): Promise<Embedder> {
  const started = await startOnnxEmbedder({
    id,
    dimensions,
    languages: ['*'],
    modelPath: join(folder, graph),
    openTokenizer: () => loadAnyTokenizer({ folder, maxTokens }),
    sessions,
    pooling,
    prefixes,
  })
  if (started.ok) return started.value
  throw new EmbedderFault('unsupported', started.failure.message)
}

async function readFolderModel(folder: string): Promise<FolderModel> {
  const graph = await graphIn(folder)
  if (!graph) throw new EmbedderFault('missing', `${folder} holds no config.json, tokenizer.json and onnx/model.onnx`)
  const read = async <T>(name: string, schema: z.ZodType<T>) => readSettings(join(folder, name), schema)
  const [config, prompts, pooling, maxTokens, digest] = await Promise.all([
    read('config.json', Config),
    read('config_sentence_transformers.json', PromptConfig),
    read('1_Pooling/config.json', PoolingConfig),
    maxTokensIn(folder),
    hashOfModel(folder, graph),
  ])
  const title = basename(folder)
  const prefixes = prefixesOf(prompts, `${title} ${config?._name_or_path ?? ''}`)
  return {
    id: `${title}@${revisionOf(digest, prefixes)}`,
    title,
    graph,
    pooling: poolingOf(pooling),
    prefixes,
    maxTokens,
  }
}

const Config = z.looseObject({ _name_or_path: z.string().optional() })
const PromptConfig = z.looseObject({ prompts: z.record(z.string(), z.string()).optional() })
const PoolingConfig = z.looseObject({
  pooling_mode_cls_token: z.boolean().optional(),
  pooling_mode_max_tokens: z.boolean().optional(),
  pooling_mode_lasttoken: z.boolean().optional(),
  pooling_mode_mean_tokens: z.boolean().optional(),
})

function poolingOf(config: z.infer<typeof PoolingConfig> | null): Pooling {
  if (config?.pooling_mode_cls_token) return 'cls'
  if (config?.pooling_mode_max_tokens) return 'max'
  return config?.pooling_mode_lasttoken ? 'last' : 'mean'
}

function prefixesOf(config: z.infer<typeof PromptConfig> | null, name: string): Prefixes {
  const prompts = config?.prompts ?? {}
  const passage = prompts['document'] ?? prompts['passage']
  const question = prompts['query']
  if (passage === undefined && question === undefined) return prefixesByName(name)
  return { passage: passage ?? noPrefixes.passage, question: question ?? noPrefixes.question }
}
