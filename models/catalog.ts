import { join } from 'node:path'

export interface ModelFile {
  /** Inside the model's folder, with `/`. */
  readonly path: string
  readonly bytes: number
  readonly sha256: string
}

export interface EmbeddingModel {
  /** Also the name of its folder. */
  readonly id: string
  readonly task: 'embedding'
  /** Changes whenever the files do, so that vectors of other weights are never compared with these. */
  readonly revision: string
  readonly dimensions: number
  /** What it was trained on, special tokens included; longer texts are cut there. */
  readonly maxTokens: number
  /** BCP 47 codes; `*` for all. */
  readonly languages: readonly string[]
  readonly license: string
  readonly source: string
  /** The file a runtime opens, one of `files`. */
  readonly graph: string
  readonly files: readonly ModelFile[]
}

/** The embedding model that ships with Alcove and is used unless another is chosen. */
export const shippedEmbeddingModel: EmbeddingModel = {
  id: 'all-MiniLM-L6-v2',
  task: 'embedding',
  revision: 'int8-1',
  dimensions: 384,
  maxTokens: 256,
  languages: ['en'],
  license: 'Apache-2.0',
  source: 'sentence-transformers/all-MiniLM-L6-v2',
  graph: 'onnx/model_quantized.onnx',
  files: [
    {
      path: 'config.json',
      bytes: 612,
      sha256: '953f9c0d463486b10a6871cc2fd59f223b2c70184f49815e7efbcab5d8908b41',
    },
    {
      path: 'onnx/model_quantized.onnx',
      bytes: 22786511,
      sha256: '0861f38b2be486deebf6e335b75251eb8869ac81b036c0d0d7825adcd8e6631f',
    },
    {
      path: 'special_tokens_map.json',
      bytes: 112,
      sha256: '303df45a03609e4ead04bc3dc1536d0ab19b5358db685b6f3da123d05ec200e3',
    },
    {
      path: 'tokenizer.json',
      bytes: 466_247,
      sha256: 'be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037',
    },
    {
      path: 'tokenizer_config.json',
      bytes: 350,
      sha256: 'acb92769e8195aabd29b7b2137a9e6d6e25c476a4f15aa4355c233426c61576b',
    },
  ],
}

/** Where the files that ship with the app lie when nobody says otherwise. */
export const shippedModelsFolder = join(import.meta.dirname, 'files')
