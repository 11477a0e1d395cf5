import { statSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import { join } from 'node:path'
import type { ContractRouterClient } from '@orpc/contract'
import type { FileCheck } from '#contract/file-check.contract'
import type { HealthAction, RemedyName } from '#contract/health'
import { sentenceForReranker } from '#contract/reranking.sentences'
import type { searchWorkerContract } from '#contract/search.contract'
import { shippedEmbeddingModel } from '#models/catalog'
import { findDamage } from '#models/embedding/model-files'
import type { LibraryService } from '../library/library.service.ts'
import type { EmbeddingModelsService } from '../models/embedding-models.service.ts'
import type { ModelsService } from '../models/models.service.ts'
import type { Finding, HealthCheck } from '../system/system.service.ts'
import type { DataFolder } from './data-folder.ts'

export interface HealthDeps {
  readonly folder: DataFolder
  readonly library: LibraryService
  readonly models: ModelsService
  readonly search: Pick<ContractRouterClient<typeof searchWorkerContract>, 'health'>
  readonly embeddingModels: Pick<EmbeddingModelsService, 'serving' | 'check'>
  readonly modelsFolder: string
  /** A look at every page of the library file, outside of this process. */
  readonly checkFile: (signal?: AbortSignal) => Promise<FileCheck>
  /** How the last look at the whole of it went, and when. */
  readonly wholeCheck: () => { readonly at: number; readonly sound: boolean } | null
}

const lowDisk = 500 * 1024 * 1024
const fullDisk = 50 * 1024 * 1024

const toModels: HealthAction = { kind: 'open', route: '/settings/models', label: 'Models' }
const toBackups: HealthAction = { kind: 'open', route: '/settings/backups', label: 'Backups' }
const toFailedFiles: HealthAction = { kind: 'open', route: '/library?show=failed', label: 'Failed files' }
const mend = (remedy: RemedyName): HealthAction => ({ kind: 'mend', remedy })

/** What `doctor` looks at, each with a remedy for what it may find. */
export function healthChecks({
  folder,
  library,
  models,
  search,
  embeddingModels,
  modelsFolder,
  checkFile,
  wholeCheck,
}: HealthDeps): readonly HealthCheck[] {
  return [
    { name: 'node', look: async () => nodeVersion() },
    { name: 'data folder', look: async () => privacy(folder.root) },
    { name: 'disk', look: () => room(folder.root) },
    { name: 'database', look: async (signal) => intact(await checkFile(signal), wholeCheck()) },
    { name: 'library', look: async () => work(library) },
    { name: 'sources', look: async () => sources(library) },
    { name: 'embedding model', look: (signal) => embeddingModel({ embeddingModels, modelsFolder }, signal) },
    { name: 'reading pictures', look: async () => readingPictures(library) },
    { name: 'transcribing recordings', look: async () => transcribing(library) },
    { name: 'search', look: (signal) => searchHealth(search, signal) },
    { name: 'chat models', look: (signal) => chatModels(models, signal) },
  ]
}

function nodeVersion(): Finding {
  const detail = `Node ${process.versions.node}`
  if (Number(process.versions.node.split('.')[0]) >= 24) return { detail }
  return {
    detail,
    remedy: 'Alcove runs on Node 24: start it with npm start or npm run alcove, which bring it.',
    state: 'broken',
  }
}

function privacy(path: string): Finding {
  const { mode } = statSync(path)
  if (process.platform === 'win32' || (mode & 0o077) === 0) return { detail: path }
  return { detail: `${path} can be read by others`, remedy: `chmod 700 "${path}"` }
}

async function room(path: string): Promise<Finding> {
  const { bavail, bsize } = await statfs(path)
  const free = bavail * bsize
  const detail = `${(free / 1024 ** 3).toFixed(1)} GB free`
  const actions = [mend('free-space')]
  if (free >= lowDisk) return { detail, actions }
  const remedy = 'Free some space: Alcove stops reading files before the disk is full.'
  return { detail, actions, remedy, state: free < fullDisk ? 'broken' : 'look' }
}

function intact({ problems }: FileCheck, whole: ReturnType<HealthDeps['wholeCheck']>): Finding {
  const [first] = problems
  if (first !== undefined) {
    const remedy = 'Go back to a backup: Settings, Backups, or alcove restore FILE --in-place. Nothing was changed.'
    return { detail: first, remedy, state: 'broken', actions: [toBackups, mend('check-file')] }
  }
  const day = whole && new Date(whole.at).toISOString().slice(0, 10)
  const actions = [mend('check-file'), mend('repair-full-text')]
  if (whole && !whole.sound) {
    const remedy = 'Repair the full text; if that does not help, go back to a backup.'
    return { detail: `something of it did not fit on ${day}`, remedy, state: 'broken', actions }
  }
  return { detail: `the file is intact${day ? `, all of it on ${day}` : ''}`, actions }
}

function work(library: LibraryService): Finding {
  const { documents, byState, progress } = library.state()
  const detail = `${documents} documents, ${byState.failed} files failed`
  if (progress.blocked) return { detail, remedy: progress.blocked.message, actions: [mend('free-space')] }
  if (byState.failed === 0) return { detail }
  const remedy = 'The library page says why for each file (filter: failed) and can try them again.'
  return { detail, remedy, actions: [toFailedFiles, mend('retry-files')] }
}

function sources(library: LibraryService): Finding {
  const all = library.sources()
  const away = all.filter((source) => source.problem !== null)
  if (away.length === 0)
    return { detail: all.length === 1 ? '1 source, within reach' : `${all.length} sources, all within reach` }
  const detail = away.map(({ path, problem }) => `${path}: ${problem}`).join('; ')
  return { detail, remedy: 'Connect the drive or bring the folder back; until then its documents stay findable.' }
}

async function embeddingModel(
  { embeddingModels, modelsFolder }: Pick<HealthDeps, 'embeddingModels' | 'modelsFolder'>,
  signal: AbortSignal | undefined,
): Promise<Finding> {
  const { id, place } = embeddingModels.serving()
  if (place.kind !== 'shipped') {
    const problem = await embeddingModels.check(signal)
    return problem === null
      ? { detail: `${id}, gives vectors` }
      : { detail: id, remedy: problem, state: 'broken', actions: [toModels] }
  }
  const damage = await findDamage(shippedEmbeddingModel, join(modelsFolder, shippedEmbeddingModel.id))
  if (!damage) return { detail: `${shippedEmbeddingModel.id}, as released` }
  return {
    detail: damage.message,
    remedy: 'Install Alcove again (git checkout models/files). Search by words works meanwhile.',
    state: 'broken',
    actions: [toModels],
  }
}

/** Reading pictures is a choice, so its absence is no fault. */
function readingPictures(library: LibraryService): Finding {
  const { folder, languages } = library.reading().pictures
  if (languages.length > 0) return { detail: `languages ${languages.join(', ')} in ${folder}` }
  return { detail: `not set up; language data goes to ${folder}` }
}

function transcribing(library: LibraryService): Finding {
  const { folder, model, incomplete, ffmpeg } = library.reading().recordings
  const kinds = ffmpeg ? 'WAV, and what ffmpeg decodes' : 'WAV only, as there is no ffmpeg'
  if (model !== null) return { detail: `model ${model} in ${folder}; ${kinds}` }
  const [first] = incomplete
  if (!first) return { detail: `not set up; a speech model goes to ${folder}` }
  const detail = `${first.name} in ${folder} lacks ${first.missing.join(', ')}`
  return { detail, remedy: `Put the missing files into ${first.name}, or take the folder away.` }
}

async function searchHealth(search: HealthDeps['search'], signal: AbortSignal | undefined): Promise<Finding> {
  const { state, detail, vectors, engine, reranker } = await search.health(undefined, { signal })
  const ordered = reranker ? `, ordered by ${reranker.folder}` : ''
  const found = `${state}, ${vectors} vectors, ${engine}${detail ? `: ${detail}` : ''}${ordered}`
  const actions = [mend('rebuild-index')]
  if (state === 'words-only' && vectors > 0) {
    const remedy = 'Bring the embedding model back, see above; search by words goes on until then.'
    return { detail: found, remedy, state: 'broken', actions: [toModels, ...actions] }
  }
  if (!reranker?.problem) return { detail: found, actions }
  return { detail: found, remedy: sentenceForReranker(reranker.problem, reranker.folder), actions: [toModels] }
}

async function chatModels(models: ModelsService, signal: AbortSignal | undefined): Promise<Finding> {
  const { active, chosen, servers } = await models.state(signal)
  const ready = servers.filter(({ state }) => state === 'ready').length
  const detail =
    active.runtime === 'quotes'
      ? 'no model: answers are quotes from your documents'
      : `${active.name} (${active.runtime})`
  const trouble = servers.find(({ state }) => state === 'failing' || state === 'refused')
  // Working without a model is a way to use Alcove, not a fault; a chosen model that is away is one.
  const missing =
    chosen && chosen.runtime !== 'quotes' && ready === 0 ? servers.find(({ advice }) => advice) : undefined
  const remedy = trouble?.advice ?? missing?.advice
  return remedy ? { detail, remedy, actions: [toModels] } : { detail, actions: [toModels] }
}
