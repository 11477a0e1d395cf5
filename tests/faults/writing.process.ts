import { join } from 'node:path'
import { z } from 'zod'
import { openDatabase } from '#database/database'
import { createChatStore } from '../../main/chat/chat.store.ts'
import { createConversationStore } from '../../main/chat/conversation.store.ts'
import { createFakeLibraryWorker } from '../../main/library/fake.library-worker.ts'
import { createLibraryService } from '../../main/library/library.service.ts'
import { createLibraryStore } from '../../main/library/library.store.ts'
import { createSettingsStore } from '../../main/settings/settings.store.ts'
import type { Written } from './user-writes.ts'

// Writes what a person would, one thing after the other, and says of each that it is done, until it is killed or all turns are over.
const { data, from, turns, synchronous } = z
  .object({
    data: z.string(),
    from: z.coerce.number(),
    turns: z.coerce.number().default(Number.POSITIVE_INFINITY),
    synchronous: z.enum(['FULL', 'NORMAL']).optional(),
  })
  .parse({ data: process.argv[2], from: process.argv[3], turns: process.argv[4], synchronous: process.argv[5] })
const database = openDatabase(join(data, 'alcove.sqlite'))
// Absent: as Alcove has it.
if (synchronous) database.sqlite.pragma(`synchronous = ${synchronous}`)
const chats = createChatStore(database)
const kept = createConversationStore(database)
const settings = createSettingsStore(database)
const library = createLibraryService({
  store: createLibraryStore(database),
  worker: createFakeLibraryWorker(database).client,
  onChanged: async () => {},
  dataFolder: data,
  sampleFolder: data,
  allPatterns: () => '',
  setAllPatterns: async () => {},
  find: async () => ({
    passages: [],
    mode: 'words',
    milliseconds: 0,
    searched: { documents: 0, passages: 0 },
    problems: [],
    didYouMean: null,
  }),
  reserve: { release: () => {}, restore: () => {} },
})

await library.start()

let conversationId: string | undefined
let removed: string | undefined
for (let turn = from; turn < from + turns; turn += 1) {
  const words = `${turn} ${'word '.repeat(turn % 400)}`
  const question = `Question ${words}`
  const asked = { conversationId, question, title: `Title ${turn}`, model: 'm', local: true, mode: 'model' } as const
  const begun = chats.begin(asked)
  const { id } = begun.conversation
  conversationId = id
  await say({ when: 'done', kind: 'question', id: begun.questionId, value: question })
  const answer = (value: string) => ({ kind: 'answer', id: begun.answer.id, value }) as const
  await write(answer(`Half ${words}`), ({ value }) => chats.saveText(begun.answer.id, value))
  await write(answer(`Whole ${words}`), ({ value: text }) => chats.save({ ...begun.answer, text, state: 'done' }))
  if (turn % 3 === 0) {
    await write({ kind: 'title', id, value: `Renamed ${turn}` }, ({ value }) => kept.change(id, { title: value }))
  }
  if (turn % 5 === 0) {
    await write({ kind: 'bin', id, value: 'removed' }, () => kept.setRemoved(id, 'removed'))
    removed = id
    conversationId = undefined
  } else if (turn % 7 === 0 && removed) {
    const back = removed
    removed = undefined
    await write({ kind: 'bin', id: back, value: 'restored' }, () => kept.setRemoved(back, 'restored'))
  }
  if (turn % 4 === 0) {
    const added = await library.addText({ title: `Pasted ${turn}`, text: `Pasted ${words}` })
    await say({ when: 'done', kind: 'pasted', id: added.sourceIds[0] ?? '', value: `Pasted ${words}` })
  }
  if (turn % 6 === 0) {
    const theme = turn % 12 === 0 ? 'dark' : 'light'
    await write({ kind: 'setting', id: 'theme', value: JSON.stringify(theme) }, () => settings.write({ theme }))
  }
}

process.exit(0)

async function write(what: Omit<Written, 'when'>, change: (what: Omit<Written, 'when'>) => void): Promise<void> {
  await say({ when: 'begins', ...what })
  change(what)
  await say({ when: 'done', ...what })
}

/** Waits until it was sent, like the answer that a page has got. */
function say(written: Written): Promise<void> {
  return new Promise((resolve) => process.send?.(written, () => resolve()))
}
