import { eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'
import { Attachment, attachmentsAtMost } from './attachments.contract.ts'
import { TextRange } from './passage.ts'
import type { Failure } from './result.ts'

export const ConversationSummary = z.object({
  id: z.uuid(),
  title: z.string(),
  createdAt: z.number(),
  updatedAt: z.number(),
  pinned: z.boolean(),
  archived: z.boolean(),
  folderId: z.uuid().nullable(),
  /** Who answers in it; null: the usual way. */
  assistantId: z.uuid().nullable(),
  /** True for one that is in memory only. */
  temporary: z.boolean(),
})
export type ConversationSummary = z.infer<typeof ConversationSummary>

/** One in the bin; it is deleted for good 30 days after it was put there. */
export const RemovedConversation = ConversationSummary.extend({ removedAt: z.number(), goneAt: z.number() })
export type RemovedConversation = z.infer<typeof RemovedConversation>

/** A message of the tree, without what it says in full. */
export const TreeNode = z.object({
  id: z.uuid(),
  parentId: z.uuid().nullable(),
  role: z.enum(['question', 'answer']),
  /** Its beginning, in one line. */
  text: z.string(),
  model: z.string().nullable(),
  createdAt: z.number(),
  /** On the branch that is shown. */
  shown: z.boolean(),
})
export type TreeNode = z.infer<typeof TreeNode>

export const ConversationFolder = z.object({ id: z.uuid(), title: z.string(), conversations: z.number().int() })
export type ConversationFolder = z.infer<typeof ConversationFolder>

/** Where a conversation says what was searched for. */
export const ConversationHit = z.object({
  conversation: ConversationSummary,
  /** Messages that say it. */
  count: z.number().int(),
  messageId: z.uuid(),
  role: z.enum(['question', 'answer']),
  excerpt: z.string(),
  /** Within `excerpt`. */
  marks: z.array(TextRange),
})
export type ConversationHit = z.infer<typeof ConversationHit>

/** A question that waits; older versions kept its words alone. */
export const WaitingQuestion = z.union([
  z.object({
    question: z.string().min(1).max(8_000),
    attachments: z.array(Attachment).max(attachmentsAtMost),
  }),
  z
    .string()
    .min(1)
    .max(8_000)
    .transform((question) => ({ question, attachments: [] })),
])
export type WaitingQuestion = z.infer<typeof WaitingQuestion>

/** What is typed and not asked yet. */
export const Draft = z.object({
  /** The conversation, or `ask` for the page that begins one. */
  place: z.string().min(1).max(100),
  text: z.string().max(8_000),
  /** What is given along with it. */
  attachments: z.array(Attachment).max(attachmentsAtMost).default([]),
  /** Questions that are asked one after the other once the answer before them is written. */
  queued: z.array(WaitingQuestion).max(50),
})
export type Draft = z.infer<typeof Draft>

export const ExportFormat = z.enum(['markdown', 'json', 'html'])
export type ExportFormat = z.infer<typeof ExportFormat>

export interface ConversationNotFound extends Failure<'CONVERSATION_NOT_FOUND'> {
  readonly conversationId: string
}
export interface MessageNotFound extends Failure<'MESSAGE_NOT_FOUND'> {
  readonly messageId: string
}

export const CONVERSATION_NOT_FOUND = { status: 404, data: z.object({ conversationId: z.string() }) }
const MESSAGE_NOT_FOUND = { status: 404, data: z.object({ messageId: z.string() }) }

/** What may be asked of conversations as things that are kept: lists, places, branches, search, export. */
export const conversationsContract = {
  /** Conversations by last change, newest first. */
  conversations: oc
    .route({ method: 'GET', path: '/conversations', summary: 'List conversations, the newest first' })
    .input(
      z.object({
        limit: z.coerce.number().int().min(1).max(500).default(100),
        before: z.coerce.number().optional(),
        /** `kept` leaves out what is archived. */
        show: z.enum(['kept', 'pinned', 'archived']).default('kept'),
        folderId: z.uuid().optional(),
      }),
    )
    .output(z.array(ConversationSummary)),
  /** Each conversation that a model gave a title, from now on. */
  titled: oc.output(eventIterator(z.object({ conversationId: z.uuid() }))),
  /** Gives a conversation another title, folder, pin or place in the archive; a title of a person is never replaced. */
  change: oc
    .route({
      method: 'PATCH',
      path: '/conversations/{conversationId}',
      summary: 'Change what is kept of a conversation',
    })
    .input(
      z.object({
        conversationId: z.uuid(),
        title: z.string().trim().min(1).max(200).optional(),
        pinned: z.boolean().optional(),
        archived: z.boolean().optional(),
        folderId: z.uuid().nullable().optional(),
      }),
    )
    .errors({ CONVERSATION_NOT_FOUND })
    .output(ConversationSummary),
  /** Moves a conversation to the bin; `restore` brings it back for 30 days. */
  remove: oc
    .route({ method: 'DELETE', path: '/conversations/{conversationId}', summary: 'Move a conversation to the bin' })
    .input(z.object({ conversationId: z.uuid() }))
    .errors({ CONVERSATION_NOT_FOUND })
    .output(ConversationSummary),
  /** Brings back a conversation that was removed. */
  restore: oc
    .route({ method: 'POST', path: '/conversations/{conversationId}/restore', summary: 'Bring a conversation back' })
    .input(z.object({ conversationId: z.uuid() }))
    .errors({ CONVERSATION_NOT_FOUND })
    .output(ConversationSummary),
  /** The conversations in the bin, those removed last first. */
  bin: oc
    .route({ method: 'GET', path: '/conversation-bin', summary: 'List the conversations in the bin' })
    .output(z.array(RemovedConversation)),
  /** Deletes conversations of the bin for good: one, or all of them. */
  emptyBin: oc
    .route({ method: 'DELETE', path: '/conversation-bin', summary: 'Delete what is in the bin for good' })
    .input(z.object({ conversationId: z.uuid().optional() }))
    .output(z.object({ deleted: z.number().int() })),
  /** Shows the branch that a message is on, and what stands below it on its newest. */
  show: oc
    .route({ method: 'POST', path: '/messages/{messageId}/show', summary: 'Show the branch of a message' })
    .input(z.object({ messageId: z.uuid() }))
    .errors({ MESSAGE_NOT_FOUND })
    .output(z.object({ conversationId: z.uuid() })),
  /** A new conversation with everything up to an answer; the one it is taken from stays as it is. */
  fork: oc
    .route({ method: 'POST', path: '/answers/{answerId}/fork', summary: 'Begin a new conversation from an answer' })
    .input(z.object({ answerId: z.uuid() }))
    .errors({ MESSAGE_NOT_FOUND })
    .output(ConversationSummary),
  /** All questions and answers of a conversation, of every branch, the oldest first. */
  tree: oc
    .route({ method: 'GET', path: '/conversations/{conversationId}/tree', summary: 'Read the tree of a conversation' })
    .input(z.object({ conversationId: z.uuid() }))
    .errors({ CONVERSATION_NOT_FOUND })
    .output(z.array(TreeNode)),
  /** Conversations that say every word of the query, in any of their branches; the archive is searched, too, the bin is not. */
  searchConversations: oc
    .route({ method: 'GET', path: '/conversation-search', summary: 'Search in conversations' })
    .input(
      z.object({
        query: z.string().trim().min(1).max(500),
        conversationId: z.uuid().optional(),
        limit: z.coerce.number().int().min(1).max(200).default(30),
      }),
    )
    .output(z.array(ConversationHit)),
  /** A conversation along its shown branch as a text that others can read: Markdown and HTML with sources, JSON with every branch. */
  export: oc
    .route({ method: 'GET', path: '/conversations/{conversationId}/export', summary: 'Export a conversation' })
    .input(z.object({ conversationId: z.uuid(), format: ExportFormat.default('markdown') }))
    .errors({ CONVERSATION_NOT_FOUND })
    .output(z.object({ name: z.string(), type: z.string(), text: z.string() })),
  /** Conversations that lie in exports (ChatGPT, Claude) which the library has read. */
  exported: {
    /** How many were not brought in yet. */
    waiting: oc.output(z.object({ waiting: z.number().int() })),
    /** Makes conversations of some of them, each once, with their branches and dates; call again while some are left. */
    bringIn: oc.output(z.object({ brought: z.number().int(), left: z.number().int() })),
  },
  /** What is typed and not asked yet. */
  drafts: {
    /** Every draft, by place. */
    list: oc.output(z.array(Draft)),
    /** Keeps a draft; an empty one is forgotten. */
    set: oc.input(Draft).output(z.object({ kept: z.literal(true) })),
  },
  /** Folders, by name. */
  folders: {
    list: oc
      .route({ method: 'GET', path: '/conversation-folders', summary: 'List the folders of conversations' })
      .output(z.array(ConversationFolder)),
    add: oc
      .route({ method: 'POST', path: '/conversation-folders', summary: 'Make a folder for conversations' })
      .input(z.object({ title: z.string().trim().min(1).max(200) }))
      .output(ConversationFolder),
    /** Null where it is gone. */
    rename: oc
      .route({ method: 'PATCH', path: '/conversation-folders/{folderId}', summary: 'Rename a folder' })
      .input(z.object({ folderId: z.uuid(), title: z.string().trim().min(1).max(200) }))
      .output(ConversationFolder.nullable()),
    /** Takes the folder away; its conversations stay, in none. */
    remove: oc
      .route({ method: 'DELETE', path: '/conversation-folders/{folderId}', summary: 'Remove a folder' })
      .input(z.object({ folderId: z.uuid() }))
      .output(z.object({ removed: z.boolean() })),
  },
}
