import { parentPort, workerData } from 'node:worker_threads'
import { env, LogLevel, pipeline } from '@huggingface/transformers'
import { z } from 'zod'
import type { SpokenSegment } from './media.ts'

/** Sound to be heard; `close` ends the thread. */
export type SpeechRequest = { readonly samples: Float32Array<ArrayBuffer> } | 'close'

export type SpeechReply =
  | { readonly reply: 'ready' }
  /** The model's files do not open. */
  | { readonly reply: 'damaged'; readonly reason: string }
  | { readonly reply: 'segments'; readonly segments: readonly SpokenSegment[] }
  | { readonly reply: 'failed'; readonly reason: string }

const precision = z.enum(['fp32', 'fp16', 'q8', 'int8', 'uint8', 'q4', 'q4f16'])
const { folder, name, encoder, decoder } = z
  .object({ folder: z.string(), name: z.string(), encoder: precision, decoder: precision })
  .parse(workerData)

// Only the files that the person put there; nothing is looked up elsewhere and nothing is kept.
env.allowRemoteModels = false
env.localModelPath = folder
env.useFSCache = false
env.useBrowserCache = false
env.logLevel = LogLevel.NONE

const opening = open()
opening.then(
  () => answer({ reply: 'ready' }),
  (error: unknown) => answer({ reply: 'damaged', reason: nameOf(error) }),
)

parentPort?.on('message', async (request: SpeechRequest) => {
  if (request === 'close') {
    // It ends by itself once the runtime is through: to end it in the middle of that ends the process.
    parentPort?.close()
    await opening.then((model) => model.dispose()).catch(() => {})
    return
  }
  try {
    answer({ reply: 'segments', segments: await hear(request.samples) })
  } catch (error) {
    answer({ reply: 'failed', reason: nameOf(error) })
  }
})

function open() {
  return pipeline('automatic-speech-recognition', name, {
    local_files_only: true,
    device: 'cpu',
    dtype: { encoder_model: encoder, decoder_model_merged: decoder },
  })
}

async function hear(samples: Float32Array<ArrayBuffer>): Promise<SpokenSegment[]> {
  const model = await opening
  const language = await languageOf(samples)
  const options = language === null ? {} : { language, task: 'transcribe' }
  const output = await model(samples, { return_timestamps: true, ...options })
  const { text, chunks } = Output.parse(output)
  if (!chunks) return [{ from: 0, to: null, text }]
  return chunks.map(({ timestamp: [from, to], text }) => ({ from: from ?? 0, to, text }))
}

const Output = z.object({
  text: z.string(),
  chunks: z
    .array(z.object({ timestamp: z.tuple([z.number().nullable(), z.number().nullable()]), text: z.string() }))
    .optional(),
})

const Multilingual = z.object({
  is_multilingual: z.literal(true),
  decoder_start_token_id: z.number(),
  lang_to_id: z.record(z.string(), z.number()),
})

/** Without a language named the pipeline takes everything for English (transformers.js 4.3.1); the first token says which it is. */
async function languageOf(samples: Float32Array<ArrayBuffer>): Promise<string | null> {
  const { model, processor } = await opening
  const config = Multilingual.safeParse(model.generation_config)
  if (!config.success) return null
  const { decoder_start_token_id: start, lang_to_id: languages } = config.data
  const { input_features: inputs } = await processor(samples)
  const output = await model.generate({ inputs, decoder_input_ids: [start], max_new_tokens: 1 })
  const tokens = Tokens.parse(output).tolist()
  const spoken = Number(tokens[0]?.at(-1))
  const token = Object.entries(languages).find(([, id]) => id === spoken)?.[0]
  return token?.replace(/^<\|(.+)\|>$/, '$1') ?? null
}

const Tokens = z.object({
  tolist: z.custom<() => readonly (readonly bigint[])[]>((value) => typeof value === 'function'),
})

function answer(reply: SpeechReply): void {
  parentPort?.postMessage(reply)
}

/** Messages of the runtime may hold paths, never sound or words; cut, as some are pages long. */
function nameOf(error: unknown): string {
  return error instanceof Error ? error.message.slice(0, 200) : 'unknown'
}
