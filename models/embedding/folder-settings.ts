import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { EmbedderFault } from './embedder-fault.ts'

/** A file of settings beside a model; null where there is none. Throws an `EmbedderFault` where it cannot be understood. */
export async function readSettings<T>(path: string, schema: z.ZodType<T>): Promise<T | null> {
  const text = await readFile(path, 'utf8').catch(() => null)
  if (text === null) return null
  try {
    return schema.parse(JSON.parse(text))
  } catch (cause) {
    throw new EmbedderFault('unsupported', `${path} cannot be understood`, { cause })
  }
}

/** How many tokens the model in a folder takes: the least that the files beside it say. */
export async function maxTokensIn(folder: string): Promise<number> {
  const [config, tokenizer, sentence] = await Promise.all([
    readSettings(join(folder, 'config.json'), Config),
    readSettings(join(folder, 'tokenizer_config.json'), TokenizerConfig),
    readSettings(join(folder, 'sentence_bert_config.json'), SentenceConfig),
  ])
  const positions = config?.max_position_embeddings ?? mostTokens
  const usable = shifted.has(config?.model_type ?? '') ? positions - 2 : positions
  const limits = [usable, tokenizer?.model_max_length ?? mostTokens, sentence?.max_seq_length ?? mostTokens, mostTokens]
  return Math.max(8, Math.min(...limits.filter((limit) => limit > 0)))
}

const Config = z.looseObject({
  model_type: z.string().optional(),
  max_position_embeddings: z.number().optional(),
})
const TokenizerConfig = z.looseObject({ model_max_length: z.number().optional() })
const SentenceConfig = z.looseObject({ max_seq_length: z.number().nullish() })

/** RoBERTa counts positions from behind its padding token. */
const shifted = new Set(['roberta', 'xlm-roberta', 'camembert', 'mpnet'])
/** Passages are shorter, and a text of a whole book in one run would take all memory. */
const mostTokens = 2_048
