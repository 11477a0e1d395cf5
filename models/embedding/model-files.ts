import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { Failure } from '#contract/result'
import type { EmbeddingModel, ModelFile } from '../catalog.ts'

/** A file of a model is not the one that was released; the model is not run. Search by words does not need it. */
export interface ModelDamaged extends Failure<'MODEL_DAMAGED'> {
  readonly modelId: string
  readonly file: string
  readonly reason: 'missing' | 'unreadable' | 'wrong-size' | 'wrong-hash'
}

/** Reads every file of a model and says which is the first that is not as released, or null when all are. */
export async function findDamage(model: EmbeddingModel, folder: string): Promise<ModelDamaged | null> {
  for (const file of model.files) {
    const reason = await whatIsWrong(file, join(folder, file.path))
    if (reason) return damaged(model, file, reason)
  }
  return null
}

async function whatIsWrong(file: ModelFile, path: string): Promise<ModelDamaged['reason'] | null> {
  try {
    const { size } = await stat(path)
    if (size !== file.bytes) return 'wrong-size'
    const hash = createHash('sha256')
    await pipeline(createReadStream(path, { highWaterMark: 1024 * 1024 }), hash)
    return hash.digest('hex') === file.sha256 ? null : 'wrong-hash'
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ENOENT' ? 'missing' : 'unreadable'
  }
}

function damaged(model: EmbeddingModel, file: ModelFile, reason: ModelDamaged['reason']): ModelDamaged {
  const what = {
    missing: 'is missing',
    unreadable: 'cannot be read',
    'wrong-size': 'does not have its size',
    'wrong-hash': 'does not match its hash',
  }
  return {
    code: 'MODEL_DAMAGED',
    message: `The file ${file.path} of ${model.id} ${what[reason]}`,
    modelId: model.id,
    file: file.path,
    reason,
  }
}
