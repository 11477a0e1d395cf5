import type { Attachment } from 'postal-mime'

/** What came with a message. */
export interface MailAttachment {
  readonly name: string
  readonly mimeType: string
  /** True for a message that was passed on as it was. */
  readonly isMessage: boolean
  readonly bytes: Uint8Array<ArrayBuffer>
}

const mostAttachments = 1_000
const smallPicture = 30_000

/** The attachments of a message with a name each. Small pictures that only decorate the text are none. */
export function mailAttachments(attachments: readonly Attachment[]): MailAttachment[] {
  return attachments.flatMap((attachment, index) => {
    const { content, mimeType, related, filename } = attachment
    const bytes = typeof content === 'string' ? new Uint8Array(Buffer.from(content)) : new Uint8Array(content)
    const decorates = related === true && mimeType.startsWith('image/') && bytes.length < smallPicture
    if (bytes.length === 0 || decorates || index >= mostAttachments) return []
    const name = nameOf(filename) || `attachment ${index + 1}${extensionOf(mimeType)}`
    return [{ name, mimeType, isMessage: mimeType === 'message/rfc822' || /\.eml$/i.test(name), bytes }]
  })
}

/** Name, type and size of an attachment on one line. */
export function attachmentLine({ name, mimeType, bytes }: MailAttachment): string {
  return `${name} (${mimeType}, ${sizeOf(bytes.length)})`
}

/** Only a name: whatever is in it leads nowhere. */
function nameOf(filename: string | null): string {
  const last = (filename ?? '').split(/[\\/]/).at(-1) ?? ''
  return last.replace(/\s+/g, ' ').trim().slice(-200).toWellFormed()
}

const extensions: Readonly<Record<string, string>> = {
  'text/plain': '.txt',
  'text/html': '.html',
  'text/csv': '.csv',
  'text/markdown': '.md',
  'application/pdf': '.pdf',
  'application/json': '.json',
  'message/rfc822': '.eml',
}

function extensionOf(mimeType: string): string {
  return extensions[mimeType] ?? ''
}

function sizeOf(bytes: number): string {
  if (bytes < 1_000) return `${bytes} bytes`
  return bytes < 1_000_000 ? `${Math.round(bytes / 1_000)} KB` : `${(bytes / 1_000_000).toFixed(1)} MB`
}
