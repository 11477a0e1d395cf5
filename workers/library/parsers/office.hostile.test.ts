import { expect, test } from 'vitest'
import { makeZip } from '../fake.files.ts'
import {
  entriesOf,
  type FakeParts,
  makeEpub,
  makeOpenDocument,
  makePptx,
  makeXlsx,
  pptxParts,
  shape,
  xlsxParts,
} from '../fake.office.ts'
import { outcomeOf, read } from '../fake.reading.ts'

const deck = () => pptxParts([{ shapes: shape('The pump', 'title') + shape('is red') }])
const book = () => xlsxParts([{ name: 'S', rows: inline('one') }])
const inline = (text: string) => `<row><c t="inlineStr"><is><t>${text}</t></is></c></row>`
const zipOf = (parts: FakeParts) => makeZip(entriesOf(parts))

test('the name of a file does not decide what it is', async () => {
  const types = [
    (await read('a.xlsx', zipOf(deck()))).type,
    (await read('a.pdf', zipOf(book()))).type,
    (await read('report', makeOpenDocument('text', '<text:p>text</text:p>'))).type,
    (await read('a.zip', makeEpub({ chapters: ['<p>text</p>'] }))).type,
    (
      await read(
        'a.xltm',
        zipOf({ ...book(), '[Content_Types].xml': contentType('application/vnd.ms-excel.template.macroEnabled') }),
      )
    ).type,
    (
      await read(
        'a.ppsm',
        zipOf({
          ...deck(),
          '[Content_Types].xml': contentType('application/vnd.ms-powerpoint.slideshow.macroEnabled'),
        }),
      )
    ).type,
  ]

  expect(types).toEqual(['slides', 'sheet', 'odt', 'epub', 'sheet', 'slides'])
})

test('what cannot be read is refused by name', async () => {
  const cfb = Buffer.from('d0cf11e0a1b11ae1', 'hex')
  const whole = { pptx: zipOf(deck()), xlsx: zipOf(book()), epub: makeEpub({ chapters: ['<p>text</p>'] }) }
  const odt = makeOpenDocument('text', '<text:p>text</text:p>')
  const locked = { manifest: '<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>' }
  const lying = entriesOf(deck()).map((entry) =>
    entry.name.includes('slide1.xml') ? { ...entry, content: 'x'.repeat(3_000_000), declaredSize: 900 } : entry,
  )
  // Below the size from which an archive may be a bomb.
  const manyTags = '<b>'.repeat(310_000)
  const files: Record<string, readonly [string, Uint8Array]> = {
    'a presentation that was cut off': ['a.pptx', whole.pptx.subarray(0, -200)],
    'a workbook that was cut off': ['a.xlsx', whole.xlsx.subarray(0, 300)],
    'a book that was cut off': ['a.epub', whole.epub.subarray(0, -30)],
    'a text that was cut off': ['a.odt', odt.subarray(0, -30)],
    'markup that was cut off': [
      'a.xlsx',
      zipOf({ ...book(), 'xl/worksheets/sheet0.xml': '<worksheet><sheetData><row>' }),
    ],
    'no main part': ['a.pptx', zipOf({ ...deck(), 'ppt/presentation.xml': '' })],
    'a text with a password': ['a.odt', makeOpenDocument('text', 'x', locked)],
    'a workbook with a password': [
      'a.xlsx',
      Buffer.concat([cfb, Buffer.alloc(600), Buffer.from('EncryptedPackage', 'utf16le')]),
    ],
    'an old presentation': ['a.ppt', Buffer.concat([cfb, Buffer.alloc(600)])],
    'a binary workbook': [
      'a.xlsb',
      zipOf({ ...book(), '[Content_Types].xml': contentType('application/vnd.ms-excel.sheet.binary.macroEnabled') }),
    ],
    'a drawing': ['a.odg', makeZip([{ name: 'mimetype', content: 'application/vnd.oasis.opendocument.graphics' }])],
    'no archive at all': ['a.epub', Buffer.from([0, 1, 2, 3, 200, 201, 0, 9])],
    'pictures only': ['a.pptx', makePptx([{ shapes: '' }])],
    'empty sheets': ['a.xlsx', makeXlsx([{ name: 'S', rows: '<row r="1"><c r="A1"/></row>' }])],
    'a name that climbs': [
      'a.odt',
      makeZip([
        { name: 'mimetype', content: 'application/vnd.oasis.opendocument.text' },
        { name: '../../etc/x', content: 'x' },
      ]),
    ],
    'a bomb': ['a.xlsx', zipOf({ ...book(), 'xl/media/a.bin': '\0'.repeat(3_000_000) })],
    'a bomb that lies': ['a.pptx', makeZip(lying)],
    'a chapter of tags alone': ['a.epub', makeEpub({ chapters: [manyTags] })],
    'a million entries': [
      'a.odt',
      makeZip(
        [...Array(10_001).keys()].map((i) => ({
          name: i === 0 ? 'mimetype' : `e${i}`,
          content: i === 0 ? 'application/vnd.oasis.opendocument.text' : '',
        })),
      ),
    ],
  }

  const outcomes: Record<string, string> = {}
  for (const [what, [name, bytes]] of Object.entries(files)) outcomes[what] = await outcomeOf(name, bytes)

  expect(outcomes).toEqual({
    'a presentation that was cut off': 'FILE_DAMAGED',
    'a workbook that was cut off': 'FILE_DAMAGED',
    'a book that was cut off': 'FILE_DAMAGED',
    'a text that was cut off': 'FILE_DAMAGED',
    'markup that was cut off': 'FILE_DAMAGED',
    'no main part': 'FILE_HAS_NO_TEXT',
    'a text with a password': 'FILE_LOCKED_WITH_PASSWORD',
    'a workbook with a password': 'FILE_LOCKED_WITH_PASSWORD',
    'an old presentation': 'FORMAT_UNSUPPORTED',
    'a binary workbook': 'FORMAT_UNSUPPORTED',
    'a drawing': 'FORMAT_UNSUPPORTED',
    'no archive at all': 'FILE_DAMAGED',
    'pictures only': 'FILE_HAS_NO_TEXT',
    'empty sheets': 'FILE_HAS_NO_TEXT',
    'a name that climbs': 'FILE_DAMAGED',
    'a bomb': 'FILE_TOO_LARGE',
    'a bomb that lies': 'FILE_DAMAGED',
    'a chapter of tags alone': 'FILE_TOO_LARGE',
    'a million entries': 'FILE_TOO_LARGE',
  })
})

test('an entity that laughs a billion times is neither expanded nor fetched', async () => {
  const laughs = Array.from({ length: 9 }, (_, i) => `<!ENTITY l${i + 1} "${`&l${i};`.repeat(10)}">`).join('')
  const dtd = `<!DOCTYPE worksheet [<!ENTITY l0 "ha">${laughs}<!ENTITY file SYSTEM "file:///etc/passwd">]>`
  const sheet = `${dtd}<worksheet><sheetData>${inline('&l9; &file; &amp;')}</sheetData></worksheet>`

  expect((await read('a.xlsx', zipOf({ ...book(), 'xl/worksheets/sheet0.xml': sheet }))).text).toBe(
    'S\n\n&l9; &file; &',
  )
})

test('nesting of any depth is read', async () => {
  const [open, close] = ['<a:g>'.repeat(100_000), '</a:g>'.repeat(100_000)]
  const lists = ['<text:list><text:list-item>'.repeat(50_000), '</text:list-item></text:list>'.repeat(50_000)]

  const tight = { zipRatio: 10_000 }

  const texts = [
    (await read('a.pptx', makePptx([{ shapes: open + shape('inside') + close }]), tight)).text,
    (await read('a.odt', makeOpenDocument('text', `${lists[0]}<text:p>inside</text:p>${lists[1]}`), tight)).text,
    (await read('a.epub', makeEpub({ chapters: [`${'<div>'.repeat(20_000)}<p>inside</p>`] }))).text,
  ]

  expect(texts).toEqual(['inside', '- inside', 'inside'])
})

test('of two entries of one name the last counts, and sizes may be written the long way', async () => {
  const entries = entriesOf(deck()).map((entry) => ({ ...entry, isZip64: true }))
  const later = { name: 'ppt/slides/slide1.xml', content: `<p:sld xmlns:p="p">${shape('later')}</p:sld>` }

  expect((await read('a.pptx', makeZip([...entries, later]))).text).toBe('later')
})

test('a slide that is listed a hundred thousand times is read once', async () => {
  const list = '<p:sldId r:id="rId0"/>'.repeat(100_000)
  const parts = {
    ...deck(),
    'ppt/presentation.xml': `<p:presentation><p:sldIdLst>${list}</p:sldIdLst></p:presentation>`,
  }

  expect(await outcomeOf('a.pptx', zipOf(parts), { zipRatio: 10_000 })).toBe('read')
})

test('a workbook of more text or rows than is allowed is refused without being read to its end', async () => {
  const many = xlsxParts(
    [{ name: 'S', rows: '<row><c t="s"><v>0</v></c><c t="s"><v>0</v></c></row>'.repeat(20_000) }],
    ['x'.repeat(30_000)],
  )
  const wide = `<table:table table:name="S"><table:table-row table:number-rows-repeated="1000000000"><table:table-cell office:value-type="string" table:number-columns-repeated="1000000000"><text:p>${'x'.repeat(30_000)}</text:p></table:table-cell></table:table-row></table:table>`

  const outcomes = [
    await outcomeOf('a.xlsx', zipOf(many), { zipRatio: 10_000 }),
    await outcomeOf('a.xlsx', zipOf(many), { zipRatio: 10_000, sheetRows: 100 }),
    await outcomeOf('a.ods', makeOpenDocument('spreadsheet', wide)),
    await outcomeOf('a.xlsx', makeXlsx([{ name: 'S', rows: '' }], ['word '.repeat(1_000)]), { textCharacters: 1_000 }),
  ]

  expect(outcomes).toEqual(['FILE_TOO_LARGE', 'FILE_TOO_LARGE', 'FILE_TOO_LARGE', 'FILE_TOO_LARGE'])
})

function contentType(kind: string): string {
  return `<Types><Override PartName="/x" ContentType="${kind}.main+xml"/></Types>`
}
