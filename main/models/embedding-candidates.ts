import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { EmbeddingModelPlace } from '#contract/embedding-models.contract'
import type { Provider } from '#contract/providers.contract'
import { createOllamaServer } from '#models/chat/ollama.server'
import { listCompatibleModels } from '#models/chat/openai-compatible.server'
import { graphIn } from '#models/embedding/folder-files'

export interface CandidatesDeps {
  readonly ollamaHost: () => string
  /** Whether Ollama may be asked: it is here, or the person allowed it. */
  readonly mayAskOllama: () => boolean
  /** Servers that may be asked what they have. */
  readonly askable: () => readonly Provider[]
  readonly keyAt: (address: string) => Promise<string | null>
  /** Holds a folder per model that a person put there. */
  readonly folder: string
  readonly lookUp?: number
}

export interface Candidate {
  readonly title: string
  readonly place: EmbeddingModelPlace
  /** What tells it apart, for people. */
  readonly detail: string
}

/** Families that embed, for older servers that name no capabilities. */
const embeddingFamilies = new Set(['bert', 'nomic-bert', 'nomic-bert-moe', 'xlm-roberta', 'gemma-embedding'])

/** Embedding models within reach: in the data folder, in a running Ollama, on the compatible server. Nobody there means none. */
export async function findCandidates(deps: CandidatesDeps, signal?: AbortSignal): Promise<readonly Candidate[]> {
  const found = await Promise.all([
    inFolder(deps.folder),
    deps.mayAskOllama() ? ofOllama(deps, signal).catch(() => []) : [],
    ...deps.askable().map((server) => ofCompatible(server, deps, signal).catch(() => [])),
  ])
  return found.flat()
}

async function inFolder(folder: string): Promise<readonly Candidate[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  const found = await Promise.all(
    entries.map(async (entry): Promise<readonly Candidate[]> => {
      const path = join(folder, entry.name)
      const graph = await graphIn(path)
      if (!graph) return []
      const { size } = await stat(join(path, graph))
      return [{ title: entry.name, place: { kind: 'folder', folder: path }, detail: `${megabytes(size)}, ${path}` }]
    }),
  )
  return found.flat().toSorted((a, b) => a.title.localeCompare(b.title))
}

async function ofOllama({ ollamaHost, lookUp = 1_500 }: CandidatesDeps, signal?: AbortSignal) {
  const address = ollamaHost()
  const server = createOllamaServer({ address, limits: { lookUp } })
  const models = await server.models(signal)
  const embedding = await Promise.all(
    models.map(async (model) => {
      const can = model.capabilities ?? (await server.show(model.name, signal).catch(() => null))?.capabilities
      return can ? can.includes('embedding') : embeddingFamilies.has(model.family ?? '')
    }),
  )
  return models
    .filter((_, index) => embedding[index])
    .map(({ name, bytes, parameters }): Candidate => {
      const facts = [parameters, bytes === null ? null : megabytes(bytes), `Ollama at ${address}`]
      return {
        title: name.replace(/:latest$/, ''),
        place: { kind: 'ollama', model: name },
        detail: facts.filter((fact) => fact !== null).join(', '),
      }
    })
}

async function ofCompatible(
  { name: title, address }: Provider,
  { keyAt, lookUp = 1_500 }: CandidatesDeps,
  signal?: AbortSignal,
) {
  const models = await listCompatibleModels({ address, key: await keyAt(address), limits: { lookUp } }, signal)
  // These servers do not say what a model can; those that embed have it in their name.
  return (models ?? [])
    .filter(({ name }) => /embed|(^|[-_/])(e5|bge|gte)[-_]/i.test(name))
    .map(({ name }): Candidate => {
      return {
        title: name,
        place: { kind: 'openai-compatible', url: address, model: name },
        detail: `${title} at ${address}`,
      }
    })
}

function megabytes(bytes: number): string {
  return `${Math.max(1, Math.round(bytes / 1_000_000))} MB`
}
