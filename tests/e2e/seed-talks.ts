import { join } from 'node:path'
import { v7 as newId } from 'uuid'
import { migrateDatabase, openDatabase } from '#database/database'

// Fills a data folder with conversations as they are after years: many short ones, and one that never ended.
const [data = '', manyText = '10000', longText = '1000'] = process.argv.slice(2)
const database = openDatabase(join(data, 'alcove.sqlite'))
database.sqlite.pragma('synchronous = OFF')
await migrateDatabase(database, { backupFolder: join(data, 'backups') })
const addTalk = database.sqlite.prepare(
  'INSERT INTO conversations (id, title, created_at, updated_at, active_id) VALUES (?, ?, ?, ?, ?)',
)
const addMessage = database.sqlite.prepare(
  `INSERT INTO messages (id, conversation_id, parent_id, role, text, state, mode, model, local, details, created_at, updated_at)
   VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
)
const begun = Date.UTC(2021, 0, 1)
const sentence =
  'The lease on the premises runs until 31 March 2027, and a renewal has to be asked for in writing before then.'

database.sqlite.transaction(() => {
  for (let talk = 0; talk < Number(manyText); talk += 1) {
    write(`Conversation ${talk} about the ${talk % 7 === 0 ? 'heron' : 'lease'}`, 2, begun + talk * 3_600_000)
  }
  write('The one that never ended', Number(longText), begun + Number(manyText) * 3_600_000)
})()
database.sqlite.pragma('wal_checkpoint(TRUNCATE)')
database.close()

function write(title: string, turns: number, at: number): void {
  const id = newId()
  addTalk.run(id, title, at, at + turns, null)
  let parent: string | null = null
  for (let turn = 0; turn < turns; turn += 1) {
    const [questionId, answerId] = [newId(), newId()]
    const when = at + turn * 10
    addMessage.run(
      questionId,
      id,
      parent,
      'question',
      `Question ${turn} of: ${title}?`,
      null,
      null,
      null,
      null,
      null,
      when,
      when,
    )
    const text = `${sentence} [1] ${sentence} [2]\n\n${sentence} [3]`
    addMessage.run(
      answerId,
      id,
      questionId,
      'answer',
      text,
      'done',
      'model',
      'scripted-chat',
      1,
      details(turn),
      when + 1,
      when + 1,
    )
    parent = answerId
  }
}

/** Three citations with their passages, as a real answer keeps them. */
function details(turn: number): string {
  const citations = [1, 2, 3].map((n) => {
    const text = `${turn}.${n} ${sentence} `.repeat(8)
    const passage = {
      id: `p${turn}-${n}`,
      documentId: `d${n}`,
      path: `/papers/Lease ${n}.pdf`,
      title: `Lease ${n}`,
      type: 'pdf',
      sourceId: 's1',
      modifiedAt: begun,
      page: n,
      heading: null,
      startLine: 1,
      endLine: 4,
      range: { start: 0, end: text.length },
      text,
    }
    return {
      n,
      passage,
      quote: sentence,
      quoteRange: { start: 4, end: 4 + sentence.length },
      marks: [],
      support: 'good',
    }
  })
  return JSON.stringify({
    citations,
    given: { passages: 8, documents: 3, searched: 40 },
    searchedBy: 'fused',
    nearest: null,
    thinking: null,
    failure: null,
    timings: { retrieval: 20, firstToken: 80, total: 900 },
    passages: [],
  })
}
