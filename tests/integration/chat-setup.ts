import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { AskEvent, AskInput } from '#contract/chat.contract'
import type { Evidence } from '#contract/passage'
import type { EvidenceInput, FindInput, Found, FoundPassage } from '#contract/search.contract'
import { defaultSettings } from '#contract/settings.contract'
import { migrateDatabase, openDatabase } from '#database/database'
import type { ChatModel } from '#models/chat/chat-model'
import type { Scheduler } from '#models/chat/scheduler'
import { createTemporaryStores, keptStoresOf } from '../../main/chat/all-stores.store.ts'
import { createAssistantsRouter } from '../../main/chat/assistants.router.ts'
import { createAttachmentsRouter } from '../../main/chat/attachments.router.ts'
import { createAttachmentsService } from '../../main/chat/attachments.service.ts'
import { createChatService } from '../../main/chat/chat.service.ts'
import { createConversationsService } from '../../main/chat/conversations.service.ts'
import { createModelResponseStore } from '../../main/models/model-response.store.ts'
import { garden, lease, notice } from './chat-setup-passages.ts'

/** A chat service on a real database, with a search that finds the given passages. */
export async function setupChat({
  model,
  models = [],
  standIns = [],
  background = null,
  scheduler,
  modelTitles = false,
  passages = [lease, notice, garden],
  customInstructions = '',
  clock,
  path = join(temporaryFolder(), 'alcove.sqlite'),
  find = () => passages,
  named = (ids) => passages.filter(({ id }) => ids.includes(id)),
}: {
  readonly model: ChatModel
  /** Others that can be wished for by name. */
  readonly models?: readonly ChatModel[]
  /** What goes on where a model cannot. */
  readonly standIns?: readonly ChatModel[]
  /** The model for work that nobody waits for. */
  readonly background?: ChatModel | null
  readonly scheduler?: Scheduler
  /** Whether a model names conversations; asked each time. */
  readonly modelTitles?: boolean | (() => boolean)
  readonly customInstructions?: string
  /** Of what is kept as a thing: bin and retention. */
  readonly clock?: () => number
  readonly passages?: readonly FoundPassage[]
  readonly path?: string
  /** What a search finds; absent: all passages. */
  readonly find?: (input: FindInput) => readonly FoundPassage[]
  /** The passages that are still there; absent: all. */
  readonly named?: (ids: readonly string[]) => readonly FoundPassage[]
}) {
  const database = openDatabase(path)
  await migrateDatabase(database, { backupFolder: join(path, '..', 'backups') })
  const searches: FindInput[] = []
  const used: string[] = []
  const claims: string[] = []
  const stores = keptStoresOf(database, clock)
  const store = stores.kept.messages
  const responses = createModelResponseStore(database)
  const temporary = createTemporaryStores()
  const kept = createConversationsService({
    ...stores,
    temporary: temporary.now,
    settings: () => ({ retention: defaultSettings.retention }),
    ...(clock ? { clock } : {}),
  })
  const assistants = createAssistantsRouter(stores)
  const attachments = createAttachmentsRouter(createAttachmentsService({ store, temporary }))
  const chat = createChatService({
    store,
    temporary,
    assistant: stores.assistants.find,
    customInstructions: () => customInstructions,
    passagesOf: (documentId) => passages.filter((passage) => passage.documentId === documentId),
    passagesNamed: named,
    pickModel: async (wish) => models.find(({ name }) => name === wish?.name) ?? model,
    standIns: async (not) => standIns.filter((one) => one !== not),
    backgroundModel: async () => background,
    ...(scheduler ? { scheduler } : {}),
    titles: {
      isOn: () => (typeof modelTitles === 'function' ? modelTitles() : modelTitles),
      retitle: stores.kept.conversations.retitle,
    },
    responses,
    modelUsed: async ({ name }) => void used.push(name),
    findPassages: async (input) => {
      searches.push(input)
      return found(find(input))
    },
    evidence: async (input) => {
      claims.push(input.claim)
      return evidenceIn(passages, input)
    },
    librarySample: () => ({ written: [], documents: [] }),
  })
  onTestFinished(async () => {
    await chat.close()
    database.close()
  })
  return { chat, kept, assistants, attachments, stores, store, responses, database, searches, claims, used, ask, path }

  async function ask(input: AskInput): Promise<AskEvent[]> {
    const answer = await chat.ask(input)
    if (!answer.ok) throw new Error(answer.failure.code)
    return all(answer.value)
  }
}

/** Everything a stream gives, to its end. */
export async function all<T>(stream: AsyncIterable<T>): Promise<T[]> {
  const events: T[] = []
  for await (const event of stream) events.push(event)
  return events
}

/** The last event of an answer, with the answer. */
export function ending(events: readonly AskEvent[]) {
  const last = events.at(-1)
  if (last?.type !== 'done' && last?.type !== 'interrupted') throw new Error('The stream has no end')
  return last
}

/** A folder that is gone when the test is over. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'alcove-chat-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

function found(passages: readonly FoundPassage[]): Found {
  return {
    passages: [...passages],
    mode: 'fused',
    milliseconds: 1,
    searched: { documents: 12, passages: 40 },
    problems: [],
    didYouMean: null,
  }
}

// Sentences by how many words they share with the claim: what the search process does, without its model.
function evidenceIn(passages: readonly FoundPassage[], { claim, passageIds, limit = 8 }: EvidenceInput): Evidence[] {
  const wanted = wordsOf(claim)
  return passages
    .filter(({ id }) => passageIds.includes(id))
    .flatMap(({ id, text }) =>
      [...new Intl.Segmenter('en', { granularity: 'sentence' }).segment(text)].map(({ segment, index }) => ({
        passageId: id,
        sentence: { start: index, end: index + segment.trimEnd().length },
        marks: [...segment.matchAll(/\p{L}+|\d+/gu)]
          .filter(([word]) => wanted.has(word.toLowerCase()))
          .map((match) => ({ start: index + match.index, end: index + match.index + match[0].length })),
        score: [...wordsOf(segment)].filter((word) => wanted.has(word)).length / Math.max(1, wanted.size),
      })),
    )
    .toSorted((a, b) => b.score - a.score)
    .slice(0, limit)
}

function wordsOf(text: string): Set<string> {
  return new Set(text.toLowerCase().match(/\p{L}+|\d+/gu) ?? [])
}
