import { openZip, shortEntryText } from './parsers/zip.ts'

/** What an archive says it is, by the entry that its kind names for that; its own name does not count. */
export type ZipKind =
  /** One that can be read: its media type. */
  | { readonly is: 'document'; readonly mime: string }
  /** Another kind of document, or files packed together. */
  | { readonly is: 'other'; readonly mime: string }
  | { readonly is: 'damaged' }

/** Looks into an archive for what it is. */
export async function sniffZip(bytes: Uint8Array): Promise<ZipKind> {
  try {
    const zip = await openZip(bytes)
    let isBook = false
    let seen = 0
    for await (const entry of zip.eachEntry()) {
      const name = entry.fileName.toLowerCase()
      const most = name === 'mimetype' ? 200 : name === '[content_types].xml' ? 4_000_000 : 0
      const text = most > 0 ? await shortEntryText(zip, entry, most) : null
      const mime = text === null ? null : name === 'mimetype' ? mimeOf(text) : mainType(text)
      if (mime !== null) return kindOf(mime)
      // Some tools forget the entry that says so.
      if (name === 'meta-inf/container.xml') isBook = true
      seen += 1
      if (seen > mostEntries) break
    }
    return isBook ? kindOf(epub) : { is: 'other', mime: 'application/zip' }
  } catch {
    // A directory or an entry that cannot be read; the caller knows what the file should have been.
    return { is: 'damaged' }
  }
}

const mostEntries = 10_000
const epub = 'application/epub+zip'
const openXml = 'application/vnd.openxmlformats-officedocument.'
const openDocument = 'application/vnd.oasis.opendocument.'

const readable = new Set([
  epub,
  `${openXml}wordprocessingml.document`,
  `${openXml}presentationml.presentation`,
  `${openXml}spreadsheetml.sheet`,
  `${openDocument}text`,
  `${openDocument}presentation`,
  `${openDocument}spreadsheet`,
])

function kindOf(mime: string): ZipKind {
  return { is: readable.has(mime) ? 'document' : 'other', mime }
}

/** A template is read like what is made from it. */
function mimeOf(text: string): string | null {
  const mime = text.trim().toLowerCase()
  return /^application\/[\w.+-]+$/.test(mime) ? mime.replace(/-(template|master)$/, '') : null
}

/** The kind of the main part of an office package; templates, shows and files with macros are of the same kind. */
function mainType(contentTypes: string): string | null {
  const [, main] = /ContentType\s*=\s*["']([^"']+\.main\+xml)["']/i.exec(contentTypes) ?? []
  if (main === undefined) return null
  const type = main.toLowerCase()
  if (/wordprocessingml\.|ms-word\./.test(type)) return `${openXml}wordprocessingml.document`
  if (/presentationml\.|ms-powerpoint\./.test(type)) return `${openXml}presentationml.presentation`
  return /spreadsheetml\.|ms-excel\.(sheet|template|addin)\.macro/.test(type) ? `${openXml}spreadsheetml.sheet` : type
}
