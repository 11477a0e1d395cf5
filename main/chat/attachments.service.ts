import { v7 as newId } from 'uuid'
import { type Attachment, type AttachmentRefused, largestPicture, longestText } from '#contract/attachments.contract'
import { type Failure, fail, ok, type Result } from '#contract/result'
import type { TemporaryStores } from './all-stores.store.ts'
import type { AttachmentStore } from './attachment.store.ts'
import type { ChatStore } from './chat.store.ts'
import { pictureKind } from './picture-kind.ts'

export interface AttachmentsDeps {
  readonly store: ChatStore
  readonly temporary: TemporaryStores
}

/** Where something given along is to be used. */
interface Along {
  readonly title: string
  readonly conversationId?: string | undefined
  readonly temporary?: boolean | undefined
}

interface Refused extends Failure<'ATTACHMENT_REFUSED'>, AttachmentRefused {}
interface AttachmentNotFound extends Failure<'ATTACHMENT_NOT_FOUND'> {
  readonly attachmentId: string
}

export type AttachmentsService = ReturnType<typeof createAttachmentsService>

/** Takes what is given along before it is asked with: into the library file, or into memory where nothing may be written. */
export function createAttachmentsService({ store, temporary }: AttachmentsDeps) {
  return { addPicture, addText, read }

  async function addPicture({ base64, ...along }: Along & { readonly base64: string }) {
    const bytes = Buffer.from(base64, 'base64')
    if (bytes.length > largestPicture) return refused('too-large', largestPicture)
    const mediaType = pictureKind(bytes)
    if (!mediaType) return refused('not-a-picture', largestPicture)
    const { title } = along
    return keep(along, { kind: 'picture', id: newId(), title, mediaType, documentId: null }, bytes)
  }

  async function addText({ text, ...along }: Along & { readonly text: string }) {
    if (text.trim() === '') return refused('no-text', longestText)
    if (text.length > longestText) return refused('too-large', longestText)
    return keep(along, { kind: 'text', id: newId(), title: along.title }, Buffer.from(text))
  }

  function read(attachmentId: string): Result<{ mediaType: string; base64: string }, AttachmentNotFound> {
    const found = store.attachments.read(attachmentId) ?? temporary.now()?.messages.attachments.read(attachmentId)
    if (!found) return fail({ code: 'ATTACHMENT_NOT_FOUND', message: 'No such attachment', attachmentId })
    const mediaType = found.what.kind === 'picture' ? found.what.mediaType : 'text/plain; charset=utf-8'
    return ok({ mediaType, base64: Buffer.from(found.bytes).toString('base64') })
  }

  async function keep(along: Along, what: Attachment, bytes: Uint8Array): Promise<Result<Attachment, Refused>> {
    const into = await storeFor(along)
    into.add(what, bytes)
    return ok(what)
  }

  async function storeFor({ conversationId, temporary: wished }: Along): Promise<AttachmentStore> {
    if (wished) return (await temporary.open()).messages.attachments
    const inMemory = temporary.now()?.messages
    return conversationId && inMemory?.find(conversationId) ? inMemory.attachments : store.attachments
  }
}

function refused(reason: AttachmentRefused['reason'], most: number): Result<never, Refused> {
  return fail({ code: 'ATTACHMENT_REFUSED', message: `Refused: ${reason}`, reason, most })
}
