import { ORPCError } from '@orpc/client'
import { type Attachment, AttachmentRefused, largestPicture, longestText } from '#contract/attachments.contract'
import type { Added } from '#contract/library.contract'
import { sentenceForIngestFailure } from '#contract/library.sentences'
import { toBase64 } from '../../app/base64.ts'
import { client } from '../../app/client.ts'

/** Where what is given along is used. */
export interface AlongPlace {
  readonly conversationId: string | null
  /** True: nothing of it may be written to disk. */
  readonly temporary: boolean
}

/** What became of something that was to be given along: the sentence says why it is not, or what to know of it. */
export type Attached =
  | { readonly attachment: Attachment; readonly sentence?: string }
  | { readonly attachment: null; readonly sentence: string }

const largestFile = 100_000_000
const picture = /^image\/(?:png|jpeg|webp|gif)$/

/** Takes a file: a picture is kept with its question, any other becomes a document; in memory only texts and pictures can be. */
export async function attachFile(file: File, place: AlongPlace): Promise<Attached> {
  if (picture.test(file.type)) return attachPicture(file, place)
  if (place.temporary) return attachHeldText(file, place)
  if (file.size > largestFile) return no(sentenceForIngestFailure({ code: 'FILE_TOO_LARGE', path: file.name }))
  return documentOf(file.name, await client.library.addFile({ name: file.name, base64: await toBase64(file) }))
}

/** Takes a text that is too long for the box. */
export async function attachText(text: string, title: string, place: AlongPlace): Promise<Attached> {
  if (place.temporary) return keepText(text, title, place)
  return documentOf(title, await client.library.addText({ title, text }))
}

/** The same thing for a conversation that is kept, or not any more: what has bytes of its own is given there anew. */
export async function moveAlong(one: Attachment, place: AlongPlace): Promise<Attached> {
  if (one.kind !== 'picture' && one.kind !== 'text') return { attachment: one }
  const { mediaType, base64 } = await client.chat.attachments.read({ attachmentId: one.id })
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
  if (one.kind === 'text') return attachText(new TextDecoder().decode(bytes), one.title, place)
  return attachPicture(new File([bytes], one.title, { type: mediaType }), place)
}

async function attachPicture(file: File, { conversationId, temporary }: AlongPlace): Promise<Attached> {
  if (file.size > largestPicture) return no(tooLarge(file.name, 'Pictures may have 10 MB.'))
  const base64 = await toBase64(file)
  const along = { title: file.name, temporary, ...(conversationId ? { conversationId } : {}) }
  return refusable(file.name, async () => {
    const attachment = await client.chat.attachments.addPicture({ ...along, base64 })
    const recognised = temporary ? null : await recognise(file.name, base64)
    return attachment.kind === 'picture' && recognised ? { ...attachment, documentId: recognised } : attachment
  })
}

/** The document with what is written in a picture, where this can be read here and there is something. */
async function recognise(name: string, base64: string): Promise<string | null> {
  const { pictures } = await client.library.reading()
  if (pictures.languages.length === 0) return null
  const { attachment } = await documentOf(name, await client.library.addFile({ name, base64 }))
  return attachment?.id ?? null
}

async function attachHeldText(file: File, place: AlongPlace): Promise<Attached> {
  if (file.size > 4 * longestText) return no(tooLarge(file.name, 'A text may have two million characters here.'))
  const text = new TextDecoder().decode(await file.arrayBuffer())
  // What is no text has characters that texts do not have.
  if (/[\0\ufffd]/.test(text.slice(0, 100_000))) {
    return no(
      `“${file.name}” is not a plain text. This conversation is in memory only, and reading other files takes a copy on the disk. Give it along in a conversation that is kept.`,
    )
  }
  return keepText(text, file.name, place)
}

async function keepText(text: string, title: string, { conversationId, temporary }: AlongPlace): Promise<Attached> {
  const along = { title, temporary, ...(conversationId ? { conversationId } : {}) }
  return refusable(title, () => client.chat.attachments.addText({ ...along, text }))
}

/** Waits until a file is found by its words; what it is then called in the library. */
async function documentOf(name: string, { batchId, sourceIds, failed }: Added): Promise<Attached> {
  const [first] = failed
  const [sourceId] = sourceIds
  if (first) return no(sentenceForIngestFailure({ code: first.code, path: name }))
  for await (const { failed: broken, done, total, seconds } of await client.library.follow({ batchId })) {
    const [one] = broken
    if (one) return no(sentenceForIngestFailure({ code: one.code, path: name }))
    if (seconds.words !== null || (total > 0 && done >= total)) break
  }
  const { items } = await client.library.list({ sourceId, limit: 1 })
  const id = items[0]?.documentId
  return id ? { attachment: { kind: 'document', id, title: name } } : no(`“${name}” could not be read just now.`)
}

async function refusable(name: string, take: () => Promise<Attachment>): Promise<Attached> {
  try {
    return { attachment: await take() }
  } catch (error) {
    const refused = error instanceof ORPCError ? AttachmentRefused.safeParse(error.data) : null
    if (!refused?.success) throw error
    return no(sentences[refused.data.reason](name))
  }
}

const sentences: Record<AttachmentRefused['reason'], (name: string) => string> = {
  'not-a-picture': (name) => `“${name}” is not a PNG, JPEG, WebP or GIF picture, whatever its name says.`,
  'too-large': (name) => tooLarge(name, 'Pictures may have 10 MB, texts two million characters.'),
  'no-text': (name) => `“${name}” is empty.`,
}

function tooLarge(name: string, limit: string) {
  return `“${name}” is too large to be given along. ${limit}`
}

function no(sentence: string): Attached {
  return { attachment: null, sentence }
}
