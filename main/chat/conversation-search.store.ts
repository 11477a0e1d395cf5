import type { ConversationHit, ConversationSummary } from '#contract/conversations.contract'
import type { Database } from '#database/database'
import { type Excerpt, excerptOf } from './excerpt.ts'

export interface ConversationsToFind {
  readonly query: string
  readonly conversationId?: string | undefined
  readonly limit: number
}

interface Row {
  readonly messageId: string
  readonly role: 'question' | 'answer'
  readonly id: string
  readonly title: string
  readonly createdAt: number
  readonly updatedAt: number
  readonly pinned: number
  readonly archived: number
  readonly folderId: string | null
  readonly assistantId: string | null
}

export type ConversationSearchStore = ReturnType<typeof createConversationSearchStore>

/** Letters in a row that the full-text table of messages knows. */
const leastLetters = 3
const mostMessages = 2_000
/** Of a word that nearly every message has, so many of the newest are ranked: ranking all would hold up everything else. */
const mostRanked = 4_000

const selected = `m.id AS messageId, m.role, c.id, c.title, c.created_at AS createdAt, c.updated_at AS updatedAt,
  c.pinned_at IS NOT NULL AS pinned, c.archived_at IS NOT NULL AS archived, c.folder_id AS folderId,
  c.assistant_id AS assistantId`

/** Finds conversations by what was said in them, in any branch, or by what they are called; reads only. */
export function createConversationSearchStore({ sqlite }: Database, { temporary = false } = {}) {
  const textOf = sqlite.prepare<[string], string>('SELECT text FROM messages WHERE id = ?').pluck()
  return { find }

  /** Conversations with a message that holds every word, or whose title does; the best first, those changed last before others. */
  function find({ query, conversationId, limit }: ConversationsToFind): ConversationHit[] {
    const words = query.split(/\s+/).filter(Boolean)
    if (words.length === 0) return []
    const said = rowsThatSay(words, conversationId)
    const named = conversationId === undefined ? rowsCalled(words, limit) : []
    const groups = Map.groupBy([...said, ...named], ({ id }) => id)
    return [...groups.values()].slice(0, limit).flatMap((rows) => {
      const [best] = rows
      // Only of what is shown the text is read.
      const excerpt = best && excerptOf(textOf.get(best.messageId) ?? '', words)
      return excerpt ? [hitOf(best, rows, excerpt)] : []
    })
  }

  function hitOf(best: Row, rows: readonly Row[], { text, marks }: Excerpt): ConversationHit {
    const { id, title, createdAt, updatedAt, folderId, assistantId, messageId, role } = best
    const conversation: ConversationSummary = {
      id,
      title,
      createdAt,
      updatedAt,
      folderId,
      assistantId,
      pinned: best.pinned === 1,
      archived: best.archived === 1,
      temporary,
    }
    const count = new Set(rows.map((row) => row.messageId)).size
    return { conversation, count, messageId, role, excerpt: text, marks }
  }

  function rowsThatSay(words: readonly string[], conversationId: string | undefined): Row[] {
    const long = words.filter((word) => [...word].length >= leastLetters)
    const short = words.filter((word) => [...word].length < leastLetters)
    const also = [
      ...short.map(() => `m.text LIKE ? ESCAPE '!'`),
      ...(conversationId === undefined ? [] : ['m.conversation_id = ?']),
      `c.deleted_at IS NULL AND m.state IS NOT 'writing'`,
    ].join(' AND ')
    const values = [...short.map(likeOf), ...(conversationId === undefined ? [] : [conversationId])]
    if (long.length === 0) {
      // The newest by when they were written down: a word that many have is found without reading all.
      return sqlite
        .prepare<string[], Row>(
          `SELECT * FROM (SELECT ${selected}, m.created_at AS saidAt FROM messages m JOIN conversations c ON c.id = m.conversation_id
           WHERE ${also} ORDER BY m.rowid DESC LIMIT ${mostMessages}) ORDER BY saidAt DESC`,
        )
        .all(...values)
    }
    const expression = long.map((word) => `"${word.replaceAll('"', '""')}"`).join(' AND ')
    const newest = conversationId === undefined ? `ORDER BY rowid DESC LIMIT ${mostRanked}` : ''
    return sqlite
      .prepare<string[], Row>(
        `SELECT ${selected} FROM
           (SELECT rowid AS key, bm25(message_words) AS rank FROM message_words WHERE message_words MATCH ? ${newest}) said
         JOIN message_keys k ON k.key = said.key
         JOIN messages m ON m.id = k.message_id JOIN conversations c ON c.id = m.conversation_id
         WHERE ${also} ORDER BY said.rank, c.updated_at DESC LIMIT ${mostMessages}`,
      )
      .all(expression, ...values)
  }

  function rowsCalled(words: readonly string[], limit: number): Row[] {
    const called = words.map(() => `c.title LIKE ? ESCAPE '!'`).join(' AND ')
    return sqlite
      .prepare<(string | number)[], Row>(
        `SELECT ${selected} FROM conversations c JOIN messages m ON m.id =
           (SELECT id FROM messages WHERE conversation_id = c.id ORDER BY created_at, id LIMIT 1)
         WHERE c.deleted_at IS NULL AND ${called} ORDER BY c.updated_at DESC LIMIT ?`,
      )
      .all(...words.map(likeOf), limit)
  }
}

function likeOf(word: string): string {
  return `%${word.replace(/[!%_]/g, '!$&')}%`
}
