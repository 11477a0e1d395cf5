import { join } from 'node:path'
import { type AnyRouter, os } from '@orpc/server'
import type { libraryWorkerContract } from '#contract/library.contract'
import type { searchWorkerContract } from '#contract/search.contract'
import type { ReadOnlyReason } from '#contract/system.contract'
import type { Database } from '#database/database'
import type { LibraryKey } from '#database/library-key'
import { shippedEmbeddingModel } from '#models/catalog'
import { shippedEmbedder } from '#models/embedding/open-embedder'
import { aboutAnswer } from '../activity/about-answer.ts'
import { createActivityStore } from '../activity/activity.store.ts'
import { openActivity } from '../activity/open-activity.ts'
import { openBackups } from '../backup/open-backups.ts'
import { keptStoresOf } from '../chat/all-stores.store.ts'
import { createChatRouter } from '../chat/chat.router.ts'
import { createChatService } from '../chat/chat.service.ts'
import { createLibrarySampleStore } from '../chat/library-sample.store.ts'
import { passagesIn } from '../chat/material.ts'
import { openConversations } from '../chat/open-conversations.ts'
import { createDictationRouter } from '../dictation/dictation.router.ts'
import { openEncryption } from '../encryption/open-encryption.ts'
import { createLibraryRouter } from '../library/library.router.ts'
import { createLibraryService } from '../library/library.service.ts'
import { createLibraryStore } from '../library/library.store.ts'
import { createEmbeddingModelsService } from '../models/embedding-models.service.ts'
import { createEmbeddingModelsStore } from '../models/embedding-models.store.ts'
import { machineFacts } from '../models/machine.ts'
import { createModelsRouter } from '../models/models.router.ts'
import { createModelsService } from '../models/models.service.ts'
import { createProviders } from '../models/providers.ts'
import { createRerankingService } from '../models/reranking.service.ts'
import { openNetwork } from '../network/network.ts'
import { createOutwardStore } from '../network/outward.store.ts'
import { type Operation, openOperation } from '../operation/open-operation.ts'
import type { Records } from '../operation/open-records.ts'
import { createSavedSearchStore } from '../search/saved-search.store.ts'
import { createSearchRouter } from '../search/search.router.ts'
import { searchThrough } from '../search/search-through.ts'
import { openSecrets } from '../secrets/open-secrets.ts'
import { createSecretsRouter } from '../secrets/secrets.router.ts'
import { createSettingsRouter } from '../settings/settings.router.ts'
import { createSettingsService } from '../settings/settings.service.ts'
import { createSettingsStore } from '../settings/settings.store.ts'
import { createShellEvents, type ShellEvents } from '../system/shell-events.ts'
import { createSystemRouter } from '../system/system.router.ts'
import { createSystemService } from '../system/system.service.ts'
import { openUpdates } from '../updates/open-updates.ts'
import { createCountsStore } from '../your-data/counts.store.ts'
import { openYourData } from '../your-data/open-your-data.ts'
import type { DataFolder } from './data-folder.ts'
import { createEmbeddingState } from './embedding-state.ts'
import { namingFullDisk } from './full-disk.ts'
import type { LibrarySession } from './library-session.ts'
import { openModelRecords } from './model-records.ts'
import { openHealth } from './open-health.ts'
import { namingReadOnly } from './read-only.ts'
import { limitsOf } from './reading-limits.ts'
import { readingThrough } from './reading-through.ts'
import type { Reserve } from './reserve.ts'
import { filesInPlace, type Shell } from './shell.ts'
import { startWorker } from './start-worker.ts'
import { readVersion } from './version.ts'

export interface Parts {
  readonly folder: DataFolder
  readonly database: Database
  /** Of an encrypted library. */
  readonly key: LibraryKey | null
  readonly session: LibrarySession
  readonly records: Records
  readonly reserve: Reserve
  readonly shell: Shell
  /** Why nothing may be written; null when it may. */
  readonly readOnly: ReadOnlyReason | null
  /** Told of everything that nobody expected. */
  readonly onTrouble: () => void
}

export interface App {
  readonly router: AnyRouter
  readonly events: ShellEvents
  readonly settings: ReturnType<typeof createSettingsService>
  /** Told of what nobody expected. */
  readonly report: (error: unknown) => void
  /** Takes note of a window or helper process of the shell that ended unasked. */
  readonly noteGone: Operation['noteGone']
  /** Takes up the work that waits: the queue, a look at what changed, watching. */
  start(): Promise<void>
  /** Starts ahead of time what the first question needs. */
  warm(): void
  close(): Promise<void>
}

/** The one place where main's parts meet. Reads top to bottom in the order things start. */
export function compose({ folder, database, key, session, records, reserve, shell, readOnly, onTrouble }: Parts): App {
  const files = { ...filesInPlace, ...shell.files }
  const options = { databasePath: folder.database, indexFolder: folder.index, modelsFolder: files.modelsFolder }
  const report = (error: unknown) => {
    onTrouble()
    records.log.error('unexpected', { error })
  }

  const activity = openActivity(createActivityStore(database), report)
  const { note } = activity
  const { secrets, service: keys } = openSecrets({ folder, shell, log: records.log, environment: process.env })
  const settings = createSettingsService({ store: createSettingsStore(database) })
  const operation = openOperation({ folder, records, settings, environment: process.env, onTrouble })
  const [worker, watched] = [files.backupWorker, operation.watching('backup')]
  const backups = openBackups({ folder, key, settings, secrets, shell, worker, watched, note, report })
  const lockAfter = () => settings.get().lockAfter
  const encryption = openEncryption({ folder, session, shell, isBusy: backups.isBusy, lockAfter, note, report })

  const setSettings: typeof settings.set = async (wanted) => {
    const changed = await settings.set(wanted)
    operation.apply(changed)
    shell.onSettings?.(changed)
    return changed
  }

  const network = openNetwork(createOutwardStore(database), { isOffline: () => settings.get().offline, report })
  const ofModels = { ...network.watched, keepAlive: () => settings.get().keepInMemory }
  const libraryWorker = startWorker<typeof libraryWorkerContract>({
    name: 'library',
    entry: files.libraryWorker,
    // At each start, so that other limits hold from the next rest on.
    options: () => ({ ...options, readingFolder: folder.models, limits: limitsOf(settings.get().readingLimits) }),
    key,
    priority: 'low',
    restAfter: 30_000,
    spawn: shell.spawn,
    ...operation.watching('library'),
    ...ofModels,
  })
  const searchWorker = startWorker<typeof searchWorkerContract>({
    name: 'search',
    entry: files.searchWorker,
    key,
    options: { ...options, engine: settings.get().indexEngine, waits: true },
    spawn: shell.spawn,
    // Not in the options: a key must not stand where every process of the machine can read it.
    begin: async (client) => {
      await client.use(await embeddingModels.servingSpec())
      if (settings.get().reranker) await reranking.tell(client)
    },
    ...operation.watching('search'),
    ...ofModels,
  })
  const search = searchThrough(searchWorker.client, { preferNewer: () => settings.get().preferNewer })

  const settable = { get: settings.get, set: setSettings }
  const providers = createProviders({ settings: settable, secrets, environment: process.env })
  const reranking = createRerankingService({
    settings: settable,
    search: searchWorker.client,
    isSearching: () => searchWorker.pid() !== null,
  })
  const embeddingModels = createEmbeddingModelsService({
    store: createEmbeddingModelsStore(database, {
      shipped: { id: shippedEmbedder.id, title: shippedEmbeddingModel.id, dimensions: shippedEmbedder.dimensions },
    }),
    where: providers,
    folder: folder.embeddingModels,
    library: libraryWorker.client,
    search: searchWorker.client,
    onServing: () => library.modelChanged(),
    onStorageFull: (error) => library.onStorageFull(error),
    wake: () => library.wake(),
    report,
  })
  const library = createLibraryService({
    store: createLibraryStore(database),
    worker: readingThrough(libraryWorker.client, { model: embeddingModels.servingSpec }),
    building: { start: embeddingModels.startBuilding, stop: embeddingModels.stopBuilding },
    onChanged: async () => {
      // A process that does not run yet takes up everything when it starts.
      if (searchWorker.pid() !== null) await searchWorker.client.refresh()
    },
    dataFolder: folder.root,
    key,
    sampleFolder: files.sampleFolder,
    allPatterns: () => settings.get().ignorePatterns,
    setAllPatterns: async (ignorePatterns) => void (await setSettings({ ignorePatterns })),
    find: (input, signal) => search.find(input, { signal }),
    reserve,
    chooseFolder: shell.chooseFolder,
    binDays: () => settings.get().retention.bin,
    note,
    report,
  })
  const embedding = createEmbeddingState({
    model: () => {
      const { place, ...serving } = embeddingModels.serving()
      return { ...serving, isShipped: place.kind === 'shipped' }
    },
    worker: libraryWorker,
    search: searchWorker,
  })
  const moreModels = { embeddingModels, reranking, providers }
  const machine = () => machineFacts(folder.root)
  const models = createModelsService({ settings, providers, environment: process.env, machine, embedding })
  const modelRequests = openModelRecords(database, report)
  const talks = openConversations(keptStoresOf(database), { settings: settings.get, note, report })
  const questionsFile = join(files.sampleFolder, '..', 'sample-questions.json')
  const sample = createLibrarySampleStore(database, { questionsFile })
  const chat = createChatService({
    ...talks.answering,
    answered: (answer, conversationId) => note('answer-written', aboutAnswer(answer, conversationId)),
    passagesOf: (documentId) => passagesIn(library.passages(documentId)),
    ...models.answering,
    ...modelRequests.answering,
    findPassages: (input, signal) => search.find(input, { signal }),
    evidence: (input, signal) => search.evidence(input, { signal }),
    librarySample: () => (operation.flags.states().suggestions ? sample.read() : { written: [], documents: [] }),
  })
  const events = createShellEvents()
  const system = createSystemService({
    version: readVersion(),
    dataFolder: folder.root,
    readOnly,
    libraryState: async () => library.state(),
    activeModel: async (signal) => (await models.state(signal)).active,
    embedder: embedding,
    ...openHealth({ folder, files, library, models, embeddingModels, libraryWorker, searchWorker, backups, records }),
    shell: events,
    openAddress: shell.openAddress ?? (async () => {}),
  })

  const updates = openUpdates({ folder, shell, version: readVersion().version, settings: settings.get, note })

  const kept = { activity, network, modelRequests, talks, library, backups, counts: createCountsStore(database) }
  const yourData = openYourData({ folder, key, settings, shell, files, operation, kept, report })

  let starting: Promise<void> | null = null
  const start = () => {
    if (readOnly) return Promise.resolve() // Whatever would be taken up writes.
    starting ??= library.start().finally(() => {
      talks.askWhatIsDue(chat)
      void backups.start().catch(report)
      updates.start()
      yourData.start()
    })
    return starting
  }
  const warm = () => operation.flags.states()['warm-start'] && searchWorker.start()
  return { router: router(), events, settings, noteGone: operation.noteGone, report, start, warm, close }

  function router() {
    // Whoever waits for files to be read needs them to be read, also when a short command holds the library.
    const follow: typeof library.follow = (batchId, signal) => {
      void start().catch(report)
      return library.follow(batchId, signal)
    }
    const set: typeof settings.set = async (wanted) => {
      const before = settings.get().ignorePatterns
      const changed = await setSettings(wanted)
      if (changed.ignorePatterns !== before) void library.rescan().catch(report)
      network.apply([libraryWorker, searchWorker])
      for (const one of [libraryWorker, searchWorker]) one.keepModels(changed.keepInMemory)
      if (wanted.reranker !== undefined) void reranking.told().catch(report)
      reachedAnew()
      return changed
    }
    // A process that does not run yet is told when it starts.
    const reachedAnew = () => {
      if (searchWorker.pid() !== null) void embeddingModels.tellWhereItIs().catch(report)
    }
    const calls = os.use(operation.calls).use(namingFullDisk).use(namingReadOnly).use(activity.noticing)
    return calls.router({
      activity: activity.router,
      backup: backups.router,
      dictation: createDictationRouter({ worker: libraryWorker.client, report }),
      encryption: encryption.router(),
      chat: createChatRouter(chat, talks.conversations, talks),
      library: createLibraryRouter({ ...library, follow }),
      network: network.router,
      operation: operation.router({ doctor: system.doctor, machine, library, libraryWorker, searchWorker }),
      models: createModelsRouter(models, { ...moreModels, requests: modelRequests, onProviders: reachedAnew }),
      secrets: createSecretsRouter(keys, { onOpened: reachedAnew }),
      search: createSearchRouter({ search, saved: createSavedSearchStore(database) }),
      settings: createSettingsRouter({ ...settings, set }),
      system: createSystemRouter(system),
      updates: updates.router,
      yourData: yourData.router,
    })
  }

  async function close() {
    talks.close()
    network.close()
    await operation.close()
    encryption.close()
    updates.close()
    await models.pulls.close()
    await chat.close()
    await embeddingModels.close()
    await library.close()
    await Promise.all([libraryWorker.close(), searchWorker.close(), backups.close(), yourData.close()])
  }
}
