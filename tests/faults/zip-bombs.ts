import { crc32, deflateRawSync } from 'node:zlib'

export interface ZipEntry {
  readonly name: string
  readonly packed: Buffer
  /** What the archive says of the sizes; may be a lie. */
  readonly size: number
  readonly packedSize?: number
  readonly crc?: number
  readonly method?: number
  /** Uses the local header at this place instead of one of its own. */
  readonly at?: number
  readonly wide?: boolean
}

/** An archive that says what it is told to say. */
export function zipOf(entries: readonly ZipEntry[], { count }: { readonly count?: number } = {}): Buffer {
  const parts: Buffer[] = []
  const centrals: Buffer[] = []
  let offset = 0
  for (const entry of entries) {
    const local = localOf(entry)
    const at = entry.at ?? offset
    centrals.push(centralOf(entry, at))
    if (entry.at !== undefined) continue
    parts.push(local)
    offset += local.length
  }
  const directory = Buffer.concat(centrals)
  return Buffer.concat([...parts, directory, ...endOf(count ?? entries.length, directory.length, offset)])
}

/** An entry whose content is as it says. */
export function entryOf(name: string, content: string | Buffer): ZipEntry {
  const bytes = Buffer.from(content)
  return { name, packed: deflateRawSync(bytes, { level: 9 }), size: bytes.length, crc: crc32(bytes) }
}

/** Formats that are zip archives, each with what makes it one and the part that is read first. */
export const zipFormats: Readonly<Record<string, { readonly marks: readonly ZipEntry[]; readonly part: string }>> = {
  docx: { marks: office('word/document.xml', 'wordprocessingml.document.main'), part: 'word/document.xml' },
  pptx: {
    marks: [
      ...office('ppt/presentation.xml', 'presentationml.presentation.main'),
      entryOf(
        'ppt/presentation.xml',
        '<p:presentation xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><p:sldIdLst><p:sldId id="256" r:id="r1"/></p:sldIdLst></p:presentation>',
      ),
      entryOf('ppt/_rels/presentation.xml.rels', relationship('slide', 'slides/slide1.xml')),
    ],
    part: 'ppt/slides/slide1.xml',
  },
  xlsx: {
    marks: [
      ...office('xl/workbook.xml', 'spreadsheetml.sheet.main'),
      entryOf(
        'xl/workbook.xml',
        '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="One" sheetId="1" r:id="r1"/></sheets></workbook>',
      ),
      entryOf('xl/_rels/workbook.xml.rels', relationship('worksheet', 'worksheets/sheet1.xml')),
    ],
    part: 'xl/worksheets/sheet1.xml',
  },
  odt: { marks: openDocument('application/vnd.oasis.opendocument.text'), part: 'content.xml' },
  ods: { marks: openDocument('application/vnd.oasis.opendocument.spreadsheet'), part: 'content.xml' },
  epub: {
    marks: [
      stored('mimetype', 'application/epub+zip'),
      entryOf(
        'META-INF/container.xml',
        '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>',
      ),
      entryOf(
        'book.opf',
        '<package xmlns="http://www.idpf.org/2007/opf"><manifest><item id="c" href="chapter.xhtml" media-type="application/xhtml+xml"/></manifest><spine><itemref idref="c"/></spine></package>',
      ),
    ],
    part: 'chapter.xhtml',
  },
  zip: { marks: [], part: 'conversations.json' },
}

export interface Bomb {
  readonly what: string
  readonly bytes: Buffer
}

/** Archives that unpack to far more than they are, or say what is not so, for one format. */
export function* zipBombs(format: string): Generator<Bomb> {
  const { marks, part } = zipFormats[format] ?? { marks: [], part: 'part.xml' }
  const bomb = thousandfold()
  yield { what: 'one entry of 1000:1', bytes: zipOf([...marks, { ...bomb, name: part }]) }
  yield { what: 'sizes that are lies', bytes: zipOf([...marks, { ...bomb, name: part, size: 1_000 }]) }
  yield { what: 'a size of zero', bytes: zipOf([...marks, { ...bomb, name: part, size: 0 }]) }
  yield {
    what: 'a packed size that is a lie',
    bytes: zipOf([...marks, { ...bomb, name: part, size: 5_000_000, packedSize: 4_000_000 }]),
  }
  yield { what: 'many entries, each small', bytes: zipOf([...marks, ...many(2_000, part)]) }
  yield { what: 'entries that lie upon each other', bytes: overlapping(marks, part, 5_000) }
  yield { what: 'sizes of 64 bits', bytes: zipOf([...marks, { ...bomb, name: part, size: 2 ** 40, wide: true }]) }
  yield { what: 'a million entries', bytes: millionEntries(marks, part) }
  yield { what: 'a million entries, it says', bytes: zipOf([...marks, { ...bomb, name: part }], { count: 1_000_000 }) }
  yield { what: 'a directory cut off', bytes: zipOf([...marks, { ...bomb, name: part }]).subarray(0, -30) }
}

/** Archives in archives, seven deep, of which the innermost unpacks to 100 MB; what is inside is never opened. */
export function nestedBomb(format: string): Buffer {
  const { marks } = zipFormats[format] ?? { marks: [] }
  let inner = zipOf([{ ...thousandfold(), name: 'inner.xml' }])
  for (let depth = 0; depth < 6; depth += 1) {
    inner = zipOf(Array.from({ length: 16 }, (_, at) => entryOf(`${depth}-${at}.zip`, inner)))
  }
  return zipOf([...marks, entryOf('inner.zip', inner)])
}

let made: ZipEntry | null = null

/** 100 MB in 100 kB. */
function thousandfold(): ZipEntry {
  made ??= entryOf('', Buffer.alloc(100_000_000, 0x20))
  return made
}

function many(count: number, part: string): ZipEntry[] {
  const spaces = entryOf('', Buffer.alloc(900_000, 0x20))
  return Array.from({ length: count }, (_, at) => ({ ...spaces, name: at === 0 ? part : `${part}-${at}.xml` }))
}

/** All entries share one local header and its bytes, so that a small file declares nothing that is out of proportion by itself. */
function overlapping(marks: readonly ZipEntry[], part: string, count: number): Buffer {
  const spaces = entryOf(part, Buffer.alloc(900_000, 0x20))
  const at = Buffer.concat(marks.map(localOf)).length
  return zipOf([
    ...marks,
    spaces,
    ...Array.from({ length: count }, (_, index) => ({ ...spaces, name: `${index}.xml`, at })),
  ])
}

function millionEntries(marks: readonly ZipEntry[], part: string): Buffer {
  const empty = { ...entryOf(part, ''), name: part }
  const at = Buffer.concat(marks.map(localOf)).length
  const central = centralOf({ ...empty, name: 'a.xml' }, at)
  const whole = zipOf([...marks, empty])
  const locals = Buffer.concat([...marks, empty].map(localOf))
  const own = whole.subarray(locals.length, whole.length - 22)
  const directory = Buffer.concat([own, Buffer.alloc(central.length * 1_000_000, central)])
  return Buffer.concat([locals, directory, ...endOf(1_000_001 + marks.length, directory.length, locals.length)])
}

function localOf(entry: ZipEntry): Buffer {
  const { name, packed } = entry
  const extra = entry.wide ? wideSizes(entry) : Buffer.alloc(0)
  const head = Buffer.concat([Buffer.from('PK\u0003\u0004'), fieldsOf(entry, extra)])
  return Buffer.concat([head, Buffer.from(name), extra, packed])
}

function centralOf(entry: ZipEntry, at: number): Buffer {
  const extra = entry.wide ? wideSizes(entry) : Buffer.alloc(0)
  const tail = Buffer.alloc(14)
  tail.writeUInt32LE(at, 10)
  const head = Buffer.from('PK\u0001\u0002\u0014\u0000')
  return Buffer.concat([head, fieldsOf(entry, extra), tail, Buffer.from(entry.name), extra])
}

function fieldsOf({ name, packed, size, packedSize, crc = 0, method = 8, wide }: ZipEntry, extra: Buffer): Buffer {
  const fields = Buffer.alloc(26)
  fields.writeUInt16LE(wide ? 45 : 20, 0)
  fields.writeUInt16LE(method, 4)
  fields.writeUInt32LE(crc, 10)
  fields.writeUInt32LE(wide ? 0xffffffff : (packedSize ?? packed.length), 14)
  fields.writeUInt32LE(wide ? 0xffffffff : size, 18)
  fields.writeUInt16LE(Buffer.byteLength(name), 22)
  fields.writeUInt16LE(extra.length, 24)
  return fields
}

function wideSizes({ size, packed }: ZipEntry): Buffer {
  const extra = Buffer.alloc(20)
  extra.writeUInt16LE(1, 0)
  extra.writeUInt16LE(16, 2)
  extra.writeBigUInt64LE(BigInt(size), 4)
  extra.writeBigUInt64LE(BigInt(packed.length), 12)
  return extra
}

function endOf(count: number, length: number, offset: number): Buffer[] {
  const end = Buffer.alloc(22)
  end.write('PK\u0005\u0006', 0, 'latin1')
  end.writeUInt16LE(Math.min(count, 0xffff), 8)
  end.writeUInt16LE(Math.min(count, 0xffff), 10)
  end.writeUInt32LE(length, 12)
  end.writeUInt32LE(offset, 16)
  if (count < 0xffff) return [end]
  const wide = Buffer.alloc(56)
  wide.write('PK\u0006\u0006', 0, 'latin1')
  wide.writeBigUInt64LE(44n, 4)
  wide.writeUInt16LE(45, 12)
  wide.writeUInt16LE(45, 14)
  wide.writeBigUInt64LE(BigInt(count), 24)
  wide.writeBigUInt64LE(BigInt(count), 32)
  wide.writeBigUInt64LE(BigInt(length), 40)
  wide.writeBigUInt64LE(BigInt(offset), 48)
  const locator = Buffer.alloc(20)
  locator.write('PK\u0006\u0007', 0, 'latin1')
  locator.writeBigUInt64LE(BigInt(offset + length), 8)
  locator.writeUInt32LE(1, 16)
  return [wide, locator, end]
}

function office(part: string, kind: string): ZipEntry[] {
  const type = `application/vnd.openxmlformats-officedocument.${kind}+xml`
  return [
    entryOf(
      '[Content_Types].xml',
      `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/${part}" ContentType="${type}"/></Types>`,
    ),
    entryOf('_rels/.rels', relationship('officeDocument', part)),
  ]
}

function relationship(kind: string, target: string): string {
  return `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/${kind}" Target="${target}"/></Relationships>`
}

function openDocument(mime: string): ZipEntry[] {
  return [
    stored('mimetype', mime),
    entryOf(
      'META-INF/manifest.xml',
      `<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry manifest:full-path="/" manifest:media-type="${mime}"/></manifest:manifest>`,
    ),
  ]
}

function stored(name: string, content: string): ZipEntry {
  const bytes = Buffer.from(content)
  return { name, packed: bytes, size: bytes.length, crc: crc32(bytes), method: 0 }
}
