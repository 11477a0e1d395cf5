import { once } from 'node:events'
import { buffer } from 'node:stream/consumers'
import { crc32, deflateRawSync } from 'node:zlib'
import PDFDocument from 'pdfkit'

/** A real PDF, one text or picture per page; with a password nobody can open it without. */
export async function makePdf(
  pages: readonly (string | Buffer)[],
  options: { title?: string; password?: string } = {},
) {
  const pdf = new PDFDocument({
    autoFirstPage: false,
    // The same bytes each time: tests damage them by place.
    info: { CreationDate: new Date(0), ...(options.title ? { Title: options.title } : {}) },
    ...(options.password ? { userPassword: options.password } : {}),
  })
  const bytes = buffer(pdf)
  for (const text of pages) {
    pdf.addPage()
    if (typeof text !== 'string') pdf.image(text, 0, 0, { width: 612 })
    else if (text === '') pdf.rect(10, 10, 100, 100).fill('red')
    else pdf.fontSize(11).text(text)
  }
  pdf.end()
  await once(pdf, 'end')
  return bytes
}

export interface FakeZipEntry {
  readonly name: string
  readonly content: string | Buffer
  /** What the archive says about the size, when that is to be a lie. */
  readonly declaredSize?: number
  /** Written the way archives over 4 GB are. */
  readonly isZip64?: boolean
}

/** A zip archive, written by hand so that it can lie. */
export function makeZip(entries: readonly FakeZipEntry[]): Buffer {
  const locals: Buffer[] = []
  const centrals: Buffer[] = []
  let offset = 0
  for (const { name, content, declaredSize, isZip64 } of entries) {
    const bytes = Buffer.from(content)
    const packed = deflateRawSync(bytes)
    const fields = Buffer.alloc(26)
    fields.writeUInt16LE(20, 0)
    fields.writeUInt16LE(0x0800, 2)
    fields.writeUInt16LE(8, 4)
    fields.writeUInt32LE(crc32(bytes), 10)
    fields.writeUInt32LE(packed.length, 14)
    fields.writeUInt32LE(declaredSize ?? bytes.length, 18)
    fields.writeUInt16LE(Buffer.byteLength(name), 22)
    const local = Buffer.concat([Buffer.from('PK\u0003\u0004'), fields, Buffer.from(name), packed])
    const tail = Buffer.alloc(14)
    tail.writeUInt32LE(offset, 10)
    const extra = isZip64 ? zip64Sizes(fields) : Buffer.alloc(0)
    centrals.push(Buffer.concat([Buffer.from('PK\u0001\u0002\u0014\u0000'), fields, tail, Buffer.from(name), extra]))
    locals.push(local)
    offset += local.length
  }
  const directory = Buffer.concat(centrals)
  const end = Buffer.alloc(22)
  end.write('PK\u0005\u0006', 0, 'latin1')
  end.writeUInt16LE(entries.length, 8)
  end.writeUInt16LE(entries.length, 10)
  end.writeUInt32LE(directory.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...locals, directory, end])
}

/** Moves the sizes to where there is room for large ones. */
function zip64Sizes(fields: Buffer): Buffer {
  const extra = Buffer.alloc(20)
  extra.writeUInt16LE(1, 0)
  extra.writeUInt16LE(16, 2)
  extra.writeBigUInt64LE(BigInt(fields.readUInt32LE(18)), 4)
  extra.writeBigUInt64LE(BigInt(fields.readUInt32LE(14)), 12)
  fields.fill(0xff, 14, 22)
  fields.writeUInt16LE(extra.length, 24)
  return extra
}

/** A Word document whose body is the given markup (`w:p` and the like). */
export function makeDocx(body: string, options: { title?: string; more?: readonly FakeZipEntry[] } = {}): Buffer {
  return makeZip([
    { name: '[Content_Types].xml', content: contentTypes },
    { name: '_rels/.rels', content: relationships },
    { name: 'word/document.xml', content: `<w:document ${namespace}><w:body>${body}</w:body></w:document>` },
    { name: 'word/styles.xml', content: styles },
    ...(options.title ? [{ name: 'docProps/core.xml', content: core(options.title) }] : []),
    ...(options.more ?? []),
  ])
}

/** A paragraph of a Word document, a heading when a level is given. */
export function docxParagraph(text: string, level?: number): string {
  const style = level ? `<w:pPr><w:pStyle w:val="Heading${level}"/></w:pPr>` : ''
  return `<w:p>${style}<w:r><w:t>${text}</w:t></w:r></w:p>`
}

const namespace = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
const contentTypes = `<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`
const relationships = `<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`
const styles = `<w:styles ${namespace}>${[1, 2]
  .map(
    (level) => `<w:style w:type="paragraph" w:styleId="Heading${level}"><w:name w:val="heading ${level}"/></w:style>`,
  )
  .join('')}</w:styles>`

function core(title: string): string {
  return `<cp:coreProperties xmlns:cp="x" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>${title}</dc:title></cp:coreProperties>`
}
