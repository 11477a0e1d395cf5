import { deflateSync } from 'node:zlib'
import { makePdf } from '../../workers/library/fake.files.ts'
import { between, oneOf } from './fault-run.ts'

type Random = () => number

/** Whole PDFs of several makes, to be damaged. */
export async function wholePdfs(): Promise<readonly Buffer[]> {
  const long = 'The pump is cleaned every four weeks by the person on duty. '.repeat(20)
  return [
    await makePdf(['One page of words.'], { title: 'Short' }),
    await makePdf([long, long, long, long, long], { title: 'Long' }),
    await makePdf(['', 'A picture before this page.', '']),
    await makePdf(['Nobody may read this.'], { password: 'secret' }),
    pdfOf([...onePage('BT /F1 12 Tf 72 720 Td (Written by hand) Tj ET')]),
  ]
}

/** The bytes of a PDF with something changed in them, as the random numbers say. */
export function damagedPdf(random: Random, whole: Buffer): Buffer {
  let bytes = Buffer.from(whole)
  for (let turn = between(random, 1, 3); turn > 0; turn -= 1) bytes = oneOf(random, damages)(random, bytes)
  // Without its first bytes it would not even be taken for a PDF.
  bytes.write('%PDF-1.', 0, 'latin1')
  return bytes
}

const damages: readonly ((random: Random, bytes: Buffer) => Buffer<ArrayBuffer>)[] = [
  function flipBytes(random, bytes) {
    const flipped = Buffer.from(bytes)
    for (let left = between(random, 1, 64); left > 0; left -= 1) {
      flipped[between(random, 0, flipped.length - 1)] = between(random, 0, 255)
    }
    return flipped
  },
  function cutShort(random, bytes) {
    return Buffer.from(bytes.subarray(0, between(random, 8, bytes.length)))
  },
  function takeOut(random, bytes) {
    const from = between(random, 8, bytes.length)
    return Buffer.concat([bytes.subarray(0, from), bytes.subarray(from + between(random, 1, 2_000))])
  },
  function repeat(random, bytes) {
    const from = between(random, 0, bytes.length)
    const at = between(random, 8, bytes.length)
    const piece = bytes.subarray(from, from + between(random, 1, 4_000))
    return Buffer.concat([bytes.subarray(0, at), piece, bytes.subarray(at)])
  },
  function repeatObject(random, bytes) {
    const text = bytes.toString('latin1')
    const objects = [...text.matchAll(/\d+ 0 obj[^]*?endobj/g)].map(([object]) => object)
    if (objects.length < 2) return Buffer.from(bytes)
    const other = oneOf(random, objects).replace(/^\d+/, String(between(random, 0, objects.length)))
    return Buffer.from(
      text.replace(oneOf(random, objects), () => other),
      'latin1',
    )
  },
  function changeNumbers(random, bytes) {
    const chance = oneOf(random, [0.01, 0.05, 0.3])
    const changed = bytes
      .toString('latin1')
      .replace(/\d+/g, (number) => (random() < chance ? String(oneOf(random, numbers)) : number))
    return Buffer.from(changed, 'latin1')
  },
  function changeNames(random, bytes) {
    const chance = oneOf(random, [0.02, 0.1])
    const changed = bytes
      .toString('latin1')
      .replace(/\/[A-Za-z]+/g, (name) => (random() < chance ? oneOf(random, words) : name))
    return Buffer.from(changed, 'latin1')
  },
  function putIn(random, bytes) {
    const at = between(random, 8, bytes.length)
    return Buffer.concat([bytes.subarray(0, at), Buffer.from(` ${oneOf(random, words)} `), bytes.subarray(at)])
  },
]

const numbers = [0, 1, 2, 3, -1, 255, 65_535, 65_536, 2_147_483_647, 4_294_967_296, '9007199254740993', 1e20]
const words = (
  '/Kids /Count /Parent /Type /Pages /Page /Length /Filter /FlateDecode /LZWDecode /ASCII85Decode /JBIG2Decode ' +
  '/DCTDecode /JPXDecode /CCITTFaxDecode /RunLengthDecode /Crypt /DecodeParms /Predictor /Columns /Font /Type3 ' +
  '/CIDFontType2 /ToUnicode /Encoding /Identity-H /W /XObject /Form /ObjStm /XRef /Prev /Size /Root /Encrypt /JS ' +
  '/JavaScript /OpenAction /URI /GoToR /Launch /F stream endstream obj endobj xref trailer startxref << >> [ ] null ' +
  '1 0 R 2 0 R'
).split(' ')

/** PDFs that were thought out to do harm, by what they try; those that take long to make or to read are for the full run. */
export function meantPdfs(): Readonly<Record<string, () => Buffer>> {
  const text = 'BT /F1 12 Tf 72 720 Td (Words on the page) Tj ET'
  const page = onePage(text)
  const kids = (list: string, count: number | string) => [page[0] ?? '', `<</Type/Pages/Kids[${list}]/Count ${count}>>`]
  return {
    'a million pages, in words only': () => pdfOf([...kids('3 0 R', 1_000_000), ...page.slice(2)]),
    'a million pages that are one': () => pdfOf([...kids('3 0 R '.repeat(1_000_000), 1_000_000), ...page.slice(2)]),
    'pages without number': () => pdfOf([...kids('3 0 R', '4294967296'), ...page.slice(2)]),
    'a tree of pages that is its own branch': () => pdfOf([...kids('2 0 R 3 0 R', 10), ...page.slice(2)]),
    'a tree of pages 20,000 deep': () => deepTree(20_000, page),
    'lists 100,000 deep': () => pdfOf([`<</Type/Catalog/Pages 2 0 R/X ${'['.repeat(100_000)}>>`, ...page.slice(1)]),
    'dictionaries 100,000 deep': () =>
      pdfOf([`<</Type/Catalog/Pages 2 0 R/X ${'<</A '.repeat(100_000)}>>`, ...page.slice(1)]),
    'a page of 256 MB of nothing': () =>
      pdfOf(onePage(deflateSync(Buffer.alloc(256_000_000, 0x20)), '/Filter/FlateDecode')),
    'a page packed twice': () =>
      pdfOf(onePage(deflateSync(deflateSync(Buffer.alloc(100_000_000, 0x20))), '/Filter[/FlateDecode/FlateDecode]')),
    'a page packed a thousand times': () => pdfOf(onePage(text, `/Filter[${'/ASCIIHexDecode'.repeat(1_000)}]`)),
    'a picture of 65,535 by 65,535 in JBIG2': () => picture('/JBIG2Decode', 65_535),
    'a picture of 65,535 by 65,535 in JPEG 2000': () => picture('/JPXDecode', 65_535),
    'a drawing that draws itself': () =>
      pdfOf(
        onePage('/X1 Do', '', '/XObject<</X1 6 0 R>>', [
          stream('/X1 Do', '/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X1 6 0 R>>>>'),
        ]),
      ),
    'a font that writes with itself': () =>
      pdfOf(
        onePage('BT /F2 12 Tf (aa) Tj ET', '', '/Font<</F1 5 0 R/F2 6 0 R>>', [
          '<</Type/Font/Subtype/Type3/FontBBox[0 0 9 9]/FontMatrix[1 0 0 1 0 0]/CharProcs<</a 7 0 R>>/Encoding<</Differences[97/a]>>/FirstChar 97/LastChar 97/Widths[9]/Resources<</Font<</F2 6 0 R>>>>>>',
          stream('BT /F2 12 Tf (a) Tj ET'),
        ]),
      ),
    'a script that opens': () =>
      pdfOf([
        '<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.launchURL\\("http://127.0.0.1:9/js"\\))>>>>',
        ...page.slice(1),
      ]),
    'a program to launch': () =>
      pdfOf(['<</Type/Catalog/Pages 2 0 R/OpenAction<</S/Launch/F(/bin/sh)/Win<</F(cmd.exe)>>>>>>', ...page.slice(1)]),
    'words that lie elsewhere': () =>
      pdfOf(onePage('', '/F<</FS/URL/F(http://127.0.0.1:9/words)>>/FFilter/FlateDecode')),
    'words that lie in a file': () => pdfOf(onePage('', '/F(/etc/passwd)')),
    'a cross-reference that refers to itself': () => pdfOf(page, '/Prev 9'),
    'a length that is its own': () => pdfOf(onePage(text, '/Length 4 0 R')),
    'a table for two billion objects': () => pdfOf(page, '/Size 2147483647'),
    'words of 20 MB in one line': () =>
      pdfOf(onePage(deflateSync(Buffer.from(`BT /F1 1 Tf (${'w'.repeat(20_000_000)}) Tj ET`)), '/Filter/FlateDecode')),
    'five million signs one by one': () =>
      pdfOf(onePage(deflateSync(Buffer.from(`BT /F1 1 Tf ${'(w) Tj '.repeat(5_000_000)} ET`)), '/Filter/FlateDecode')),
  }
}

/** Of those, the ones that take seconds. */
export const slowPdfs: readonly string[] = [
  'a million pages, in words only',
  'a million pages that are one',
  'pages without number',
  'a page of 256 MB of nothing',
  'a page packed twice',
  'a page packed a thousand times',
  'words of 20 MB in one line',
  'five million signs one by one',
]

/** A PDF of the given objects, numbered from 1; the first is its root. */
export function pdfOf(objects: readonly (string | Buffer)[], more = ''): Buffer {
  const parts: Buffer[] = [Buffer.from('%PDF-1.7\n')]
  const offsets: number[] = []
  let length = parts[0]?.length ?? 0
  objects.forEach((object, index) => {
    offsets.push(length)
    const part = Buffer.concat([Buffer.from(`${index + 1} 0 obj\n`), Buffer.from(object), Buffer.from('\nendobj\n')])
    parts.push(part)
    length += part.length
  })
  const rows = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('')
  const table = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${rows}`
  const trailer = `trailer\n<</Root 1 0 R/Size ${objects.length + 1}${more}>>\nstartxref\n${length}\n%%EOF\n`
  return Buffer.concat([...parts, Buffer.from(table + trailer)])
}

/** Catalogue, tree, page, its content and its font: objects 1 to 5. */
function onePage(
  content: string | Buffer,
  about = '',
  resources = '/Font<</F1 5 0 R>>',
  more: readonly (string | Buffer)[] = [],
) {
  return [
    '<</Type/Catalog/Pages 2 0 R>>',
    '<</Type/Pages/Kids[3 0 R]/Count 1>>',
    `<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<<${resources}>>>>`,
    stream(content, about),
    '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>',
    ...more,
  ]
}

function stream(content: string | Buffer, about = ''): Buffer {
  const bytes = Buffer.from(content)
  const length = about.includes('/Length ') ? '' : `/Length ${bytes.length}`
  return Buffer.concat([Buffer.from(`<<${about}${length}>>\nstream\n`), bytes, Buffer.from('\nendstream')])
}

function picture(filter: string, side: number): Buffer {
  const image = stream(
    'x'.repeat(100),
    `/Type/XObject/Subtype/Image/Width ${side}/Height ${side}/BitsPerComponent 8/ColorSpace/DeviceRGB/Filter${filter}`,
  )
  return pdfOf(
    onePage(`/X1 Do BT /F1 12 Tf (Under a picture) Tj ET`, '', '/Font<</F1 5 0 R>>/XObject<</X1 6 0 R>>', [image]),
  )
}

function deepTree(depth: number, page: readonly (string | Buffer)[]): Buffer {
  const branches = Array.from(
    { length: depth },
    (_, at) => `<</Type/Pages/Count 1/Kids[${at + 1 === depth ? 3 : at + 7} 0 R]>>`,
  )
  return pdfOf([page[0] ?? '', '<</Type/Pages/Kids[6 0 R]/Count 1>>', ...page.slice(2), ...branches])
}
