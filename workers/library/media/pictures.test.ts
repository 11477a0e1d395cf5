import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { crc32, deflateSync } from 'node:zlib'
import { afterAll, expect, onTestFinished, test } from 'vitest'
import { makePdf } from '../fake.files.ts'
import { Limits } from '../limits.ts'
import { createParserThread } from '../parser-thread.ts'
import { readDocument } from '../read-document.ts'
import { createMediaAtHand } from './media-at-hand.ts'

const text = [
  'The boiler was inspected in March.',
  'The next inspection is due in autumn.',
  'Call the plumber before that.',
].join('\n')
const english = fileURLToPath(import.meta.resolve('@tesseract.js-data/eng/4.0.0_best_int/eng.traineddata.gz'))
const folders: string[] = []
const ready = readingFolder((ocr) => copyFileSync(english, join(ocr, 'eng.traineddata.gz')))
const atHand = createMediaAtHand(ready, () => {})

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

test('what is written in a picture is read, whatever the kind of file and however the camera was held', async () => {
  const names = ['png', 'jpg', 'webp', 'gif', 'bmp', 'tif'].map((kind) => `boiler.${kind}`)

  const documents = await inTurn([...names, 'boiler-turned.jpg'], (name) => read(name, picture(name)))

  expect(documents).toEqual(
    documents.map(() => expect.objectContaining({ ok: true, value: expect.objectContaining({ type: 'image', text }) })),
  )
})

test('a passage of a picture has its box in pixels from the lower left corner', async () => {
  const document = await read('boiler.png', picture('boiler.png'))

  const place = document.ok ? document.value.passages[0]?.place : null
  expect(place).toEqual({ kind: 'box', x: near(61), y: near(52), width: near(760), height: near(207) })
})

test('pages that are pictures are read with their page and their box in points, beside pages of text', async () => {
  const pages = ['The filter is blue.', picture('boiler.jpg'), '', 'The boat is red.']
  const bytes = await makePdf(pages)

  const document = await read('mixed.pdf', bytes)

  expect(document).toMatchObject({
    ok: true,
    value: {
      type: 'pdf',
      pages: 4,
      text: `The filter is blue.\n\f${text}\n\f\n\fThe boat is red.`,
      passages: [
        { page: 1, place: { kind: 'box' } },
        { page: 2, place: { kind: 'box', x: near(37), y: near(628), width: near(465), height: near(126) } },
        { page: 4, place: { kind: 'box' } },
      ],
    },
  })
})

test('without language data a scan is told apart from a file without text, and a mixed one is read without its pictures', async () => {
  const scan = await makePdf([picture('boiler.jpg')])
  const mixed = await makePdf([picture('boiler.jpg'), 'The boat is red.'])
  const nothing = createMediaAtHand(readingFolder(), () => {})

  const outcomes = await inTurn(
    [['boiler.png', picture('boiler.png')] as const, ['scan.pdf', scan] as const, ['mixed.pdf', mixed] as const],
    ([name, bytes]) => read(name, bytes, nothing()),
  )

  expect(outcomes).toMatchObject([
    { ok: false, failure: { code: 'PICTURES_NOT_SET_UP' } },
    { ok: false, failure: { code: 'PICTURES_NOT_SET_UP' } },
    { ok: true, value: { pages: 2, text: '\n\fThe boat is red.' } },
  ])
})

test('language data that is damaged counts as none, and is used once it was replaced', async () => {
  const folder = readingFolder((ocr) => writeFileSync(join(ocr, 'eng.traineddata'), 'no data'))
  const damaged = createMediaAtHand(folder, () => {})

  const before = await read('boiler.png', picture('boiler.png'), damaged())
  rmSync(join(folder, 'ocr', 'eng.traineddata'))
  copyFileSync(english, join(folder, 'ocr', 'eng.traineddata.gz'))
  const after = await read('boiler.png', picture('boiler.png'), damaged())

  expect([before, after]).toMatchObject([
    { ok: false, failure: { code: 'PICTURES_NOT_SET_UP' } },
    { ok: true, value: { text } },
  ])
})

test('a picture that shows no writing, is damaged or too large is refused by name, the last before it is decoded', async () => {
  const whole = picture('boiler.png')
  const flood = Buffer.from(picture('boiler.gif'))
  flood.writeUInt16LE(65_535, 6)
  flood.writeUInt16LE(65_535, 8)

  const outcomes = await inTurn(
    [
      ['texture.png', texture(240, 160)] as const,
      ['cut.png', whole.subarray(0, 1_500)] as const,
      ['cut.jpg', picture('boiler.jpg').subarray(0, 40)] as const,
      ['flood.gif', flood] as const,
      ['garbage.png', Buffer.from([1, 2, 0, 200, 3])] as const,
      ['photo.heic', Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1')] as const,
    ],
    ([name, bytes]) => read(name, bytes),
  )

  expect(outcomes.map((outcome) => (outcome.ok ? 'read' : outcome.failure.code))).toEqual([
    'FILE_HAS_NO_TEXT',
    'FILE_DAMAGED',
    'FILE_DAMAGED',
    'FILE_TOO_LARGE',
    'FILE_DAMAGED',
    'FORMAT_UNSUPPORTED',
  ])
})

test('a step of recognition has a time of its own', async () => {
  const outcomes = await inTurn([{}, { recogniseMilliseconds: 1 }], (own) =>
    throughThread(own, [picture('boiler.jpg')]),
  )

  expect(outcomes).toMatchObject([
    { ok: true, value: { text } },
    { ok: false, failure: { code: 'FILE_TOO_SLOW', message: 'Not read within 1 ms' } },
  ])
})

async function throughThread(own: Partial<Limits>, pages: readonly (string | Buffer)[]) {
  const parser = createParserThread({ limits: Limits.parse(own), readingFolder: ready, giveUp: () => {} })
  onTestFinished(() => parser.close())
  return parser.read('scan.pdf', new Uint8Array(await makePdf(pages)))
}

function read(name: string, bytes: Uint8Array, media = atHand()) {
  return readDocument({
    name,
    bytes: new Uint8Array(bytes),
    limits: Limits.parse({}),
    countTokens: (words) => Math.ceil(words.length / 4),
    media,
  })
}

/** One after the other, as the parser thread does it. */
async function inTurn<From, To>(all: readonly From[], work: (one: From) => Promise<To>): Promise<To[]> {
  const done: To[] = []
  for (const one of all) done.push(await work(one))
  return done
}

function readingFolder(fill: (ocr: string) => void = () => {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'alcove-reading-'))
  folders.push(folder)
  mkdirSync(join(folder, 'ocr'))
  fill(join(folder, 'ocr'))
  return folder
}

function picture(name: string): Buffer {
  return readFileSync(fileURLToPath(new URL(`../../../tests/fixtures/pictures/${name}`, import.meta.url)))
}

/** A grey PNG of noise that is the same each time. */
function texture(width: number, height: number): Buffer {
  let state = 1
  const rows = Buffer.alloc((width + 1) * height).map((_, at) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return at % (width + 1) === 0 ? 0 : state >> 23
  })
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 0, 0, 0, 0], 8)
  const chunks = [chunk('IHDR', header), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))]
  return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), ...chunks])
}

function chunk(name: string, content: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), content])
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(content.length)
  sum.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, sum])
}

function near(value: number) {
  return expect.toSatisfy((actual: number) => Math.abs(actual - value) <= 4, `about ${value}`)
}
