import type {
  ConversationHit,
  ConversationNotFound,
  ConversationSummary,
  ExportFormat,
  MessageNotFound,
  RemovedConversation,
  TreeNode,
} from '#contract/conversations.contract'
import { fail, ok, type Result } from '#contract/result'
import type { Settings } from '#contract/settings.contract'
import { deleteInPieces } from '../app/in-pieces.ts'
import type { ChatStores } from './all-stores.store.ts'
import type { ConversationChange, ConversationsWanted } from './conversation.store.ts'
import type { ConversationFolderStore } from './conversation-folder.store.ts'
import type { ConversationsToFind } from './conversation-search.store.ts'
import type { DraftStore } from './draft.store.ts'
import { conversationToHtml, conversationToMarkdown, exportName } from './export.ts'
import type { ExportedTalkStore } from './exported-talk.store.ts'
import { answerOf, summaryOf } from './message-rows.store.ts'

export interface ConversationsDeps {
  readonly kept: ChatStores
  /** Those in memory; null while there are none. */
  readonly temporary: () => ChatStores | null
  readonly folders: ConversationFolderStore
  readonly drafts: DraftStore
  readonly exported: ExportedTalkStore
  readonly settings: () => Pick<Settings, 'retention'>
}

export type ConversationsService = ReturnType<typeof createConversationsService>

const deletedAtOnce = 20

/** Conversations as things that are kept: lists, places, branches, search, export, and what ends in the bin. */
export function createConversationsService(deps: ConversationsDeps) {
  const { kept, temporary, folders, drafts, exported: exports, settings } = deps
  return {
    list,
    change,
    remove,
    restore,
    bin,
    emptyBin,
    show,
    fork,
    tree,
    search,
    export: exportOf,
    putAway,
    deleteOld,
    folders,
    drafts,
    exported: exports,
  }

  /** Those in memory come first: nothing else leads back to them. */
  function list(wanted: ConversationsWanted): ConversationSummary[] {
    const first = wanted.before === undefined && wanted.show !== 'pinned' && wanted.folderId === undefined
    const inMemory = first ? (temporary()?.conversations.list(wanted) ?? []) : []
    return [...inMemory, ...kept.conversations.list(wanted)]
  }

  function change(id: string, wanted: ConversationChange): Result<ConversationSummary, ConversationNotFound> {
    return orNotFound(id, kept.conversations.change(id, wanted) ?? temporary()?.conversations.change(id, wanted))
  }

  function remove(id: string): Result<ConversationSummary, ConversationNotFound> {
    return setRemoved(id, 'removed')
  }

  function restore(id: string): Result<ConversationSummary, ConversationNotFound> {
    return setRemoved(id, 'restored')
  }

  function setRemoved(id: string, state: 'removed' | 'restored'): Result<ConversationSummary, ConversationNotFound> {
    const set = kept.conversations.setRemoved(id, state) ?? temporary()?.conversations.setRemoved(id, state)
    return orNotFound(id, set)
  }

  function bin(): RemovedConversation[] {
    return kept.conversations.bin(settings().retention.bin)
  }

  function emptyBin(id?: string): { deleted: number } {
    return { deleted: kept.conversations.deleteForGood({ id }) }
  }

  function show(messageId: string): Result<{ conversationId: string }, MessageNotFound> {
    const shown = kept.messages.show(messageId) ?? temporary()?.messages.show(messageId)
    return shown ? ok(shown) : fail(messageNotFound(messageId))
  }

  function fork(answerId: string): Result<ConversationSummary, MessageNotFound> {
    const made = kept.conversations.fork(answerId) ?? temporary()?.conversations.fork(answerId)
    return made ? ok(made) : fail(messageNotFound(answerId))
  }

  function tree(id: string): Result<TreeNode[], ConversationNotFound> {
    return orNotFound(id, storesOf(id).conversations.tree(id))
  }

  function search(wanted: ConversationsToFind): ConversationHit[] {
    return [...(temporary()?.search.find(wanted) ?? []), ...kept.search.find(wanted)].slice(0, wanted.limit)
  }

  function exportOf(
    id: string,
    format: ExportFormat,
  ): Result<{ name: string; type: string; text: string }, ConversationNotFound> {
    const stores = storesOf(id)
    const conversation = stores.messages.read(id)
    if (!conversation) return fail(notFound(id))
    if (format === 'markdown') {
      const text = conversationToMarkdown(conversation)
      return ok({ name: exportName(conversation.title, 'md'), type: 'text/markdown', text })
    }
    if (format === 'html') {
      const text = conversationToHtml(conversation)
      return ok({ name: exportName(conversation.title, 'html'), type: 'text/html', text })
    }
    const whole = stores.conversations.whole(id)
    const along = stores.messages.attachments.of(whole?.messages.map((row) => row.id) ?? [])
    const value = whole && {
      version: 1,
      conversation: summaryOf(whole.conversation, conversation.temporary),
      activeId: whole.conversation.activeId,
      messages: whole.messages.map((row) => ({
        id: row.id,
        parentId: row.parentId,
        role: row.role,
        createdAt: row.createdAt,
        ...(row.role === 'answer'
          ? { answer: answerOf(row) }
          : { text: row.text, attachments: along.get(row.id) ?? [] }),
      })),
    }
    const text = `${JSON.stringify(value, null, 2)}\n`
    return ok({ name: exportName(conversation.title, 'json'), type: 'application/json', text })
  }

  /** Puts into the bin what nobody touched since a time; returns how many. */
  function putAway(before: number): number {
    return kept.conversations.removeUntouched(before)
  }

  /** Deletes pictures and texts that nobody asked with since a time, but those that a draft names. */
  function forgetUnused(before: number): void {
    const drafted = drafts
      .list()
      .flatMap((one) => [...one.attachments, ...one.queued.flatMap((next) => next.attachments)])
    kept.messages.attachments.forgetUnused(
      before,
      drafted.map(({ id }) => id),
    )
  }

  /** Deletes what was put into the bin before a time, a few at a time so that others get their turn; returns how many. What nobody asked with goes, too. */
  async function deleteOld(before: number): Promise<number> {
    const deleted = await deleteInPieces(deletedAtOnce, (most) => kept.conversations.deleteForGood({ before, most }))
    forgetUnused(before)
    return deleted
  }

  function storesOf(conversationId: string): ChatStores {
    const inMemory = temporary()
    return inMemory?.messages.find(conversationId) ? inMemory : kept
  }
}

function orNotFound<T>(id: string, found: T | undefined): Result<T, ConversationNotFound> {
  return found === undefined ? fail(notFound(id)) : ok(found)
}

function notFound(conversationId: string): ConversationNotFound {
  return { code: 'CONVERSATION_NOT_FOUND', message: 'No such conversation', conversationId }
}

function messageNotFound(messageId: string): MessageNotFound {
  return { code: 'MESSAGE_NOT_FOUND', message: 'No such message', messageId }
}
