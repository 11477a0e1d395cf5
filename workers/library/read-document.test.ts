import { expect, test } from 'vitest'
import { loadTokenizer } from '#models/embedding/tokenizer'
import { docxParagraph, makeDocx, makePdf, makeZip } from './fake.files.ts'
import { Limits } from './limits.ts'
import { readDocument } from './read-document.ts'

const countTokens = loadTokenizer().count
const long = 'The pump is cleaned every four weeks by the person on duty. '.repeat(14).trim()

test('a Markdown passage has the headings above it, its lines and its range, and the title of the front matter', async () => {
  const text = `---\ntitle: "My note"\n---\n# Pumps\r\n\r\n## Cleaning\r\n\r\n${long}\r\n\r\n## Repair\r\n\r\n${long}\r\n`

  expect(await read('note.md', text)).toMatchObject({
    title: 'My note',
    type: 'markdown',
    passages: [
      { heading: null, startLine: 1, endLine: 3 },
      { heading: 'Pumps › Cleaning', startLine: 8, endLine: 8, text: long },
      { heading: 'Pumps › Repair', startLine: 12, endLine: 12, text: long },
    ],
  })
})

test('a short document is one passage that keeps the headings its parts do not share', async () => {
  const text = '# A\n\nfirst\n\n# B\n\nsecond 😀\n'

  expect(await read('short.md', text)).toMatchObject({
    passages: [{ heading: null, startLine: 1, endLine: 7, text: text.trim() }],
  })
})

test('a plain text is cut between paragraphs and named after its file', async () => {
  const other = long.replaceAll('pump', 'boat')

  expect(await read('pumps and boats.txt', `${long}\n\n${other}\n`)).toMatchObject({
    title: 'pumps and boats',
    type: 'text',
    passages: [
      { startLine: 1, endLine: 1, text: long },
      { startLine: 3, endLine: 3, text: other },
    ],
  })
})

test('a web page gives its title, headings, lists and tables, and no script', async () => {
  const page = `<html><head><title>My &amp; page</title><script>evil()</script></head><body><h1>Big</h1><p>Hello <b>bold</b>
    world.</p><ul><li>one</li><li>two<ul><li>inner</li></ul></li></ul><table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table></body></html>`

  expect(await read('page.html', page)).toMatchObject({
    title: 'My & page',
    type: 'html',
    passages: [{ heading: 'Big', text: 'Hello bold world.\n\n- one\n- two\n- inner\n\na | b\n1 | 2' }],
  })
})

test('the article of a web page is taken without what stands around it', async () => {
  const article = Array.from({ length: 8 }, () => `<p>${long}</p>`).join('')
  const page = `<html><head><title>News</title></head><body><nav><a href="/x">Subscribe now</a></nav><article><h1>Pumps</h1>${article}</article><footer>Imprint</footer></body></html>`

  const { passages } = await readOk('news.html', page)

  expect(passages.map(({ text }) => text).join('\n')).not.toMatch(/Subscribe|Imprint/)
})

test('a web page is decoded by the charset it declares', async () => {
  const page = Buffer.from('<html><head><meta charset="windows-1251"><title>t</title></head><body><p>', 'latin1')
  const bytes = Buffer.concat([
    page,
    Buffer.from([0xcf, 0xf0, 0xe8, 0xe2, 0xe5, 0xf2]),
    Buffer.from('</p></body></html>'),
  ])

  expect(await read('russian.html', bytes)).toMatchObject({ passages: [{ text: 'Привет' }] })
})

test('passages of a PDF know their page, and each page begins after a form feed', async () => {
  const bytes = await makePdf(['The filter is blue.', 'The boat is red.\nIt swims.'], { title: 'Manual' })

  expect(await read('manual.pdf', bytes)).toMatchObject({
    title: 'Manual',
    type: 'pdf',
    pages: 2,
    text: 'The filter is blue.\n\fThe boat is red.\nIt swims.',
    passages: [
      { page: 1, startLine: 1, endLine: 1, text: 'The filter is blue.' },
      { page: 2, startLine: 2, endLine: 3, text: 'The boat is red.\nIt swims.' },
    ],
  })
})

test('a passage of a PDF knows the box of its lines on the page, running lines left out', async () => {
  const pages = ['one', 'two', 'three'].map((word) => `Manual\nThe filter ${word} is blue.\nIt is cleaned ${word}.`)

  const { passages } = await read('boxes.pdf', await makePdf(pages))

  const [first, second] = passages.map(({ place }) => place)
  const near = (n: number) => expect.closeTo(n, 0)
  expect(passages.map(({ text }) => text.split('\n').length)).toEqual([2, 2, 2])
  expect(first).toEqual({ kind: 'box', x: near(72), y: near(684.5), width: near(101.7), height: near(23.7) })
  expect(second).toMatchObject({ x: near(72), y: near(684.5) })
})

test('a Word document gives its headings, its tables and the title in its properties', async () => {
  const cell = (text: string) => `<w:tc>${docxParagraph(text)}</w:tc>`
  const table = `<w:tbl><w:tr>${cell('Part')}${cell('Price')}</w:tr><w:tr>${cell('Seal')}${cell('4')}</w:tr></w:tbl>`
  const body = docxParagraph('Pumps', 1) + docxParagraph('Seals', 2) + docxParagraph('They wear out.') + table

  expect(await read('parts.docx', makeDocx(body, { title: 'Parts &amp; prices' }))).toMatchObject({
    title: 'Parts & prices',
    type: 'docx',
    passages: [{ heading: 'Pumps › Seals', text: 'They wear out.\n\nPart | Price\nSeal | 4' }],
  })
})

test('each row of a table of values carries the names of the header, and its line is its row', async () => {
  expect(await read('people.csv', 'Name;City;Amount\n"Ada";London;12,5\nBob;"New\nYork";3\n')).toMatchObject({
    type: 'csv',
    passages: [
      {
        startLine: 1,
        endLine: 3,
        text: 'Name, City, Amount\nName: Ada; City: London; Amount: 12,5\nName: Bob; City: New York; Amount: 3',
      },
    ],
  })
})

test('each value of a JSON file stands after its path, also in one value per line and with comments', async () => {
  const strict = await read('a.json', '{"title":"Shop","items":[{"name":"Chair"},{"name":"Table"}],"open":true}')
  const lines = await read('a.jsonl', '{"q":1}\n{"q":2}\n{"q":')
  const loose = await read('a.json', '{\n// why\n"a": "http://x", /* b */ "c": [1,],\n}')

  expect([strict, lines, loose]).toMatchObject([
    { title: 'Shop', text: 'title: Shop\n\nitems[0].name: Chair\nitems[1].name: Table\n\nopen: true' },
    { text: '[0].q: 1\n\n[1].q: 2\n\n[2]: {"q":' },
    { text: 'a: http://x\n\nc[0]: 1' },
  ])
})

test('source code is cut where definitions begin and knows its language and lines', async () => {
  const definition = (name: string) =>
    `export function ${name}() {\n${'  doSomething(with, four, words)\n\n'.repeat(20)}}\n\n`

  expect(await read('two.ts', definition('first') + definition('second'))).toMatchObject({
    type: 'code',
    codeLanguage: 'typescript',
    title: 'two.ts',
    passages: [
      { startLine: 1, endLine: 42, text: expect.stringMatching(/^export function first[^]*\}$/) },
      { startLine: 44, endLine: 85, text: expect.stringMatching(/^export function second[^]*\}$/) },
    ],
  })
})

test('no passage has more tokens than the model takes, whatever the text', async () => {
  const texts = [long.repeat(9), 'wordwithoutend'.repeat(2_000), '漢字'.repeat(3_000), 'a b\n'.repeat(4_000)]

  const drafts = await Promise.all(texts.map((text) => readOk('big.txt', text)))

  const counts = drafts.flatMap(({ passages }) => passages.map(({ text }) => countTokens(text)))
  expect(Math.max(...counts)).toBeLessThanOrEqual(250)
})

test('what cannot be read is refused by name', async () => {
  const docx = makeDocx(docxParagraph('text'))
  const cfb = Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, ...Buffer.alloc(600)])
  const bomb = { name: 'word/media/a.bin', content: Buffer.alloc(3_000_000) }
  const liar = { name: 'word/header1.xml', content: 'x'.repeat(5_000_000), declaredSize: 1_000 }
  const files: Record<string, readonly [string, string | Buffer]> = {
    'white space': ['a.txt', ' \n \t\n'],
    'zero bytes inside': ['a.txt', Buffer.from('abc\0def')],
    'a picture called text': ['a.txt', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')],
    'a truncated PDF': ['a.pdf', '%PDF-1.4\ngarbage'],
    'noise called PDF': ['a.pdf', Buffer.from([0, 1, 2, 3, 200, 201, 0, 9])],
    'a PDF with a password': ['a.pdf', await makePdf(['secret'], { password: 'x' })],
    'a PDF of pictures': ['a.pdf', await makePdf([''])],
    'a truncated Word document': ['a.docx', docx.subarray(0, docx.length - 300)],
    'a Word document with a password': ['a.docx', Buffer.concat([cfb, Buffer.from('EncryptedPackage', 'utf16le')])],
    'an old Word document': ['a.doc', cfb],
    'an archive': ['a.zip', makeZip([{ name: 'a.txt', content: 'text' }])],
    'a bomb': ['a.docx', makeDocx(docxParagraph('text'), { more: [bomb] })],
    'a bomb that lies': ['a.docx', makeDocx(docxParagraph('text'), { more: [liar] })],
    'broken JSON': ['a.json', '{"a": 1, '],
    'an open quote': ['a.csv', 'a,b\n"never closed,1\n'],
    'too much text': ['a.txt', 'word '.repeat(1_000)],
  }

  const codes: Record<string, string> = {}
  for (const [what, [name, content]] of Object.entries(files)) {
    const draft = await readBytes(name, content, { textCharacters: 4_000 })
    codes[what] = draft.ok ? 'read' : draft.failure.code
  }

  expect(codes).toEqual({
    'white space': 'FILE_HAS_NO_TEXT',
    'zero bytes inside': 'FILE_BINARY',
    'a picture called text': 'FILE_BINARY',
    'a truncated PDF': 'FILE_DAMAGED',
    'noise called PDF': 'FILE_DAMAGED',
    'a PDF with a password': 'FILE_LOCKED_WITH_PASSWORD',
    'a PDF of pictures': 'FILE_HAS_NO_TEXT',
    'a truncated Word document': 'FILE_DAMAGED',
    'a Word document with a password': 'FILE_LOCKED_WITH_PASSWORD',
    'an old Word document': 'FORMAT_UNSUPPORTED',
    'an archive': 'FORMAT_UNSUPPORTED',
    'a bomb': 'FILE_TOO_LARGE',
    'a bomb that lies': 'FILE_DAMAGED',
    'broken JSON': 'FILE_DAMAGED',
    'an open quote': 'FILE_DAMAGED',
    'too much text': 'FILE_TOO_LARGE',
  })
})

test('deep nesting is read or refused without ending the reader', async () => {
  const json = await readBytes('deep.json', '['.repeat(100_000) + ']'.repeat(100_000))
  const html = await readBytes('deep.html', `${'<div>'.repeat(50_000)}inside`)

  expect([json.ok || json.failure.code, html.ok || html.failure.code]).toEqual(['FILE_HAS_NO_TEXT', true])
})

async function read(name: string, content: string | Uint8Array) {
  const draft = await readOk(name, content)
  return draft
}

async function readOk(name: string, content: string | Uint8Array) {
  const draft = await readBytes(name, content)
  if (!draft.ok) throw new Error(draft.failure.code)
  const { text, passages } = draft.value
  return {
    ...draft.value,
    passages: passages.map((passage) => ({ ...passage, text: text.slice(passage.start, passage.end) })),
  }
}

function readBytes(name: string, content: string | Uint8Array, limits: Partial<Limits> = {}) {
  return readDocument({ name, bytes: new Uint8Array(Buffer.from(content)), limits: Limits.parse(limits), countTokens })
}
