import { oc } from '@orpc/contract'
import { z } from 'zod'

/** What a person gives along with a question; a snapshot, so that the question still says it when the thing is gone. */
export const Attachment = z.discriminatedUnion('kind', [
  /** A document of the library: given whole where the model's context has room, else searched. */
  z.object({ kind: z.literal('document'), id: z.string(), title: z.string() }),
  /** All sources of a collection, as they were when it was named. */
  z.object({ kind: z.literal('collection'), id: z.string(), title: z.string(), sourceIds: z.array(z.string()) }),
  /** One passage, given before all others. */
  z.object({ kind: z.literal('passage'), id: z.string(), documentId: z.string(), title: z.string() }),
  /** Somebody: what they wrote, and what names them. */
  z.object({ kind: z.literal('person'), id: z.string(), title: z.string() }),
  /** A picture, kept with its question; for models that do not see, the document with the text that was recognised in it. */
  z.object({
    kind: z.literal('picture'),
    id: z.uuid(),
    title: z.string(),
    mediaType: z.string(),
    documentId: z.string().nullable(),
  }),
  /** A text that is in no document: what was given to a conversation that is never written to disk. */
  z.object({ kind: z.literal('text'), id: z.uuid(), title: z.string() }),
])
export type Attachment = z.infer<typeof Attachment>

/** Why something cannot be given along. */
export const AttachmentRefused = z.object({
  reason: z.enum(['not-a-picture', 'too-large', 'no-text']),
  /** Bytes or characters that are the most. */
  most: z.number().int(),
})
export type AttachmentRefused = z.infer<typeof AttachmentRefused>

/** How many things one question takes along. */
export const attachmentsAtMost = 10
/** Bytes of a picture. */
export const largestPicture = 10_000_000
/** Characters of a text that is kept with its question. */
export const longestText = 2_000_000

const title = z.string().trim().min(1).max(255)
/** A conversation in memory takes it there; a new one that is not kept does not exist yet, which is what `temporary` says. */
const place = z.object({ title, conversationId: z.uuid().optional(), temporary: z.boolean().optional() })
const ATTACHMENT_REFUSED = { status: 422, data: AttachmentRefused }
const ATTACHMENT_NOT_FOUND = { status: 404, data: z.object({ attachmentId: z.string() }) }

/** Pictures and texts that a question takes along and that are in no document. */
export const attachmentsContract = {
  /** Keeps a picture until it is asked with: PNG, JPEG, WebP or GIF, by its first bytes. */
  addPicture: oc
    .input(place.extend({ base64: z.string().max(14_000_000) }))
    .errors({ ATTACHMENT_REFUSED })
    .output(Attachment),
  /** Keeps a text until it is asked with. */
  addText: oc
    .input(place.extend({ text: z.string().max(4_000_000) }))
    .errors({ ATTACHMENT_REFUSED })
    .output(Attachment),
  /** The bytes of a picture or text. */
  read: oc
    .input(z.object({ attachmentId: z.uuid() }))
    .errors({ ATTACHMENT_NOT_FOUND })
    .output(z.object({ mediaType: z.string(), base64: z.string() })),
}
