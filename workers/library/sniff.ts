import { extname } from 'node:path'
import { fileTypeFromBuffer } from 'file-type'
import { formatOf } from '#contract/formats'
import type { IngestFailure } from '#contract/library.contract'
import type { DocumentType } from '#contract/passage'
import { ok, type Result } from '#contract/result'
import { decodeText } from './decode.ts'
import { refuse } from './failure.ts'
import type { SniffedFile } from './parsers/parser.ts'
import { sniffZip } from './sniff-zip.ts'

const pdf = 'application/pdf'
const rtf = 'application/rtf'
/** Pictures and recordings by their bytes; the name of a text never makes one. */
const media = /^(image\/(png|jpeg|webp|gif|bmp|tiff)|audio\/(wav|mpeg|mp4|x-m4a|ogg|opus|flac)|video\/mp4)$/

/** Looks at what a file holds, whatever it is called. Refuses what is neither text nor a format that can be read. */
export async function sniff(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<Result<SniffedFile, IngestFailure>> {
  const extension = extname(name).slice(1).toLowerCase()
  const known = { name, extension, format: formatOf(name), bytes }
  if (startsWith(bytes, '%PDF-')) return ok({ ...known, mime: pdf, text: null })
  if (startsWith(bytes, '{\\rtf')) return ok({ ...known, mime: rtf, text: null })
  const text = decodeText(bytes, known.format?.type === 'html' ? declaredCharset(bytes) : null)
  if (text !== null) return ok({ ...known, mime: null, text })

  if (isZip(bytes)) return sniffedZip(known)
  if (isOldOffice(bytes)) {
    return includesUtf16(bytes, 'EncryptedPackage')
      ? refuse('FILE_LOCKED_WITH_PASSWORD', 'An encrypted office document')
      : refuse(
          'FORMAT_UNSUPPORTED',
          'An office document of the old binary formats; saved in a newer one it can be read',
        )
  }
  // What is inside an Ogg file follows its kind after a semicolon.
  const mime = (await fileTypeFromBuffer(bytes).catch(() => undefined))?.mime.split(';')[0] ?? null
  const isNamedMedia = known.format === null || ['image', 'audio'].includes(known.format.type)
  if (mime !== null && media.test(mime) && isNamedMedia) return ok({ ...known, mime, text: null })
  if (mime !== null && /^(image|audio|video)\//.test(mime) && isNamedMedia) return refuse('FORMAT_UNSUPPORTED', mime)
  if (mime === null && promised.has(known.format?.type ?? 'text')) {
    return refuse('FILE_DAMAGED', `The content is not that of a ${extension} file`)
  }
  return refuse('FILE_BINARY', mime ?? 'Neither text nor a known format')
}

// Kinds of files whose name promises what the bytes then are not.
const promised: ReadonlySet<DocumentType> = new Set([
  'pdf',
  'docx',
  'odt',
  'rtf',
  'slides',
  'sheet',
  'epub',
  'image',
  'audio',
])

async function sniffedZip(known: Omit<SniffedFile, 'mime' | 'text'>): Promise<Result<SniffedFile, IngestFailure>> {
  const kind = await sniffZip(known.bytes)
  if (kind.is === 'document') return ok({ ...known, mime: kind.mime, text: null })
  if (kind.is === 'damaged' && promised.has(known.format?.type ?? 'text')) {
    return refuse('FILE_DAMAGED', 'The archive is cut off or broken')
  }
  return refuse('FORMAT_UNSUPPORTED', kind.is === 'other' ? kind.mime : 'An archive that cannot be opened')
}

/** The charset a web page names for itself, within its first kilobyte as browsers look for it. */
function declaredCharset(bytes: Uint8Array): string | null {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 1_024)).toString('latin1')
  return (
    /<meta[^>]{1,500}charset\s*=\s*(?:["']\s*)?([\w-]+)/i.exec(head)?.[1] ??
    /<\?xml[^>]{1,500}encoding=["']([\w-]+)/.exec(head)?.[1] ??
    null
  )
}

function startsWith(bytes: Uint8Array, magic: string): boolean {
  return Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, magic.length)).toString('latin1') === magic
}

function isZip(bytes: Uint8Array): boolean {
  return startsWith(bytes, 'PK\u0003\u0004')
}

function isOldOffice(bytes: Uint8Array): boolean {
  return startsWith(bytes, '\u00d0\u00cf\u0011\u00e0\u00a1\u00b1\u001a\u00e1')
}

function includesUtf16(bytes: Uint8Array, word: string): boolean {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes(Buffer.from(word, 'utf16le'))
}
