import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/** Folders of conversations. Written only by main's chat store; anyone may read. */
export const conversationFolders = sqliteTable('conversation_folders', {
  id: text().primaryKey(),
  title: text().notNull(),
  createdAt: integer().notNull(),
  updatedAt: integer().notNull(),
  deletedAt: integer(),
})

/** Conversations. Written only by main's chat store; anyone may read. */
export const conversations = sqliteTable(
  'conversations',
  {
    id: text().primaryKey(),
    title: text().notNull(),
    /** The message whose branch is shown; null, or one that is gone: the newest. */
    activeId: text(),
    folderId: text(),
    /** Who answers in it; null: the usual way. */
    assistantId: text(),
    pinnedAt: integer(),
    archivedAt: integer(),
    /** What names the conversation in the export it was taken from; null for one that was held here. */
    origin: text(),
    createdAt: integer().notNull(),
    updatedAt: integer().notNull(),
    deletedAt: integer(),
  },
  (t) => [
    index('conversations_by_update').on(t.updatedAt),
    index('conversations_by_folder').on(t.folderId, t.updatedAt),
    index('conversations_by_origin').on(t.origin),
  ],
)

/**
 * Questions and answers of a conversation, a tree by `parentId`: a question follows an answer, an answer its question, and
 * what has one parent are versions of each other. Written only by main's chat store. What they say is in `message_words`.
 */
export const messages = sqliteTable(
  'messages',
  {
    id: text().primaryKey(),
    conversationId: text()
      .notNull()
      .references(() => conversations.id, { onDelete: 'cascade' }),
    parentId: text(),
    role: text({ enum: ['question', 'answer'] }).notNull(),
    text: text().notNull(),
    /** Answers only. */
    state: text({ enum: ['writing', 'done', 'interrupted'] }),
    mode: text({ enum: ['model', 'quotes', 'nothing'] }),
    model: text(),
    local: integer({ mode: 'boolean' }),
    /** The rest of an answer (citations, failure, timings, what was given) as JSON in the shape of the contract. */
    details: text({ mode: 'json' }),
    createdAt: integer().notNull(),
    updatedAt: integer().notNull(),
    deletedAt: integer(),
  },
  (t) => [index('messages_by_conversation').on(t.conversationId, t.createdAt, t.id, t.parentId, t.role)],
)

/**
 * What is given along with questions, in their order; copied and deleted with its question.
 * Written only by main's chat store.
 */
export const attachments = sqliteTable(
  'attachments',
  {
    id: text().primaryKey(),
    /** The question; null: not asked yet. */
    messageId: text().references(() => messages.id, { onDelete: 'cascade' }),
    position: integer().notNull(),
    /** What it is, as JSON in the shape of the contract. */
    what: text({ mode: 'json' }).notNull(),
    /** Of what is in no document: the picture, or the text in UTF-8; base64, as it is shown and sent. */
    base64: text(),
    createdAt: integer().notNull(),
  },
  (t) => [index('attachments_by_message').on(t.messageId, t.position, t.createdAt)],
)

/** What a person thinks of an answer, with what was shown to them. Written only by main's chat store. */
export const answerFeedback = sqliteTable('answer_feedback', {
  answerId: text().primaryKey(),
  verdict: text({ enum: ['good', 'bad'] }).notNull(),
  /** What was wrong, or how it should have been said. */
  note: text().notNull(),
  /** Numbers of the citations that do not belong to the answer, as JSON. */
  wrong: text({ mode: 'json' }).notNull(),
  /** Question, answer and citations as they stood, as JSON in the shape of the contract. */
  shown: text({ mode: 'json' }).notNull(),
  createdAt: integer().notNull(),
  updatedAt: integer().notNull(),
  deletedAt: integer(),
})

/** Ways of answering: instructions, model and sources, by name. Written only by main's chat store. */
export const assistants = sqliteTable('assistants', {
  id: text().primaryKey(),
  name: text().notNull(),
  instructions: text().notNull(),
  /** As `runtime` and `name`, as JSON; null: whatever answers otherwise. */
  model: text({ mode: 'json' }),
  /** Sources it is limited to, as a JSON list; empty: all. */
  sourceIds: text({ mode: 'json' }).notNull(),
  createdAt: integer().notNull(),
  updatedAt: integer().notNull(),
  deletedAt: integer(),
})

/** Texts to ask with, by name. Written only by main's chat store. */
export const prompts = sqliteTable('prompts', {
  id: text().primaryKey(),
  name: text().notNull(),
  text: text().notNull(),
  /** When it is asked by itself, as JSON in the shape of the contract; null: only by hand. */
  schedule: text({ mode: 'json' }),
  /** When it was last asked by itself. */
  ranAt: integer(),
  createdAt: integer().notNull(),
  updatedAt: integer().notNull(),
  deletedAt: integer(),
})

/** What is typed and not asked yet, by place: a conversation, or the page that begins one. Written only by main's chat store. */
export const drafts = sqliteTable('drafts', {
  place: text().primaryKey(),
  text: text().notNull(),
  /** Questions that wait until an answer is written, as a JSON list. */
  queued: text({ mode: 'json' }).notNull(),
  /** What is given along with the text, as JSON in the shape of the contract. */
  attachments: text({ mode: 'json' }).notNull().default([]),
  updatedAt: integer().notNull(),
})
