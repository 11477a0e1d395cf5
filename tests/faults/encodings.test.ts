import { rmSync } from 'node:fs'
import { expect, onTestFinished, test } from 'vitest'
import { between, oneOf, p95, randomFor, report, tally, times } from './fault-run.ts'
import { openReader } from './hostile-reader.ts'

type Random = () => number

/** Files of texts, each with what its text is meant to break. */
const encodings: Readonly<Record<string, (random: Random) => Buffer>> = {
  'invalid UTF-8': (random) =>
    Buffer.concat([words(random), Buffer.from([0xff, 0x20, 0xc3, 0x28, 0x20, 0xe2, 0x28, 0xa1]), words(random)]),
  'overlong UTF-8': (random) =>
    Buffer.concat([
      words(random),
      words(random),
      words(random),
      Buffer.from([0xc0, 0xaf, 0xe0, 0x80, 0xaf, 0xf0, 0x80, 0x80, 0xaf]),
      words(random),
    ]),
  'UTF-8 cut in a sign': (random) =>
    Buffer.concat([words(random), Buffer.from('😀').subarray(0, between(random, 1, 3))]),
  'UTF-8 of halves': (random) =>
    Buffer.concat([words(random), Buffer.from([0xed, 0xa0, 0x80, 0xed, 0xbf, 0xbf]), words(random)]),
  'UTF-16 little, marked': (random) => Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(line(random), 'utf16le')]),
  'UTF-16 big, marked': (random) =>
    Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from(line(random), 'utf16le').swap16()]),
  'UTF-16 little': (random) => Buffer.from(line(random, latin), 'utf16le'),
  'UTF-16 big': (random) => Buffer.from(line(random, latin), 'utf16le').swap16(),
  'UTF-16 of halves': (random) =>
    Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(`${line(random)}\ud800 \udc00 ${line(random)}`, 'utf16le')]),
  'UTF-16 cut in a sign': (random) =>
    Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(line(random), 'utf16le'), Buffer.from([0x41])]),
  'UTF-32, marked': (random) => utf32(line(random), [0xff, 0xfe, 0, 0]),
  'UTF-32': (random) => utf32(line(random), []),
  'a mark of UTF-8': (random) => Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), words(random)]),
  'several marks': (random) => Buffer.concat([Buffer.from('\ufeff\ufeff'), words(random), Buffer.from('\ufeff')]),
  'zero bytes': (random) =>
    Buffer.concat([words(random), Buffer.alloc(9_000, 'a '), Buffer.from([0, 0]), words(random)]),
  'hidden signs': (random) =>
    Buffer.from(Array.from({ length: 200 }, () => line(random) + oneOf(random, hidden)).join(' ')),
  'line ends of all kinds': (random) =>
    Buffer.from(
      Array.from({ length: 60 }, () => line(random)).join(
        oneOf(random, ['\r', '\r\n', '\n\r', '\u2028', '\u0085', '\f', '\v']),
      ),
    ),
  'signs upon signs': (random) => Buffer.from(`a${'\u0301'.repeat(between(random, 100, 20_000))} ${line(random)}`),
  noise: (random) => Buffer.from(Array.from({ length: between(random, 1, 3_000) }, () => between(random, 0x20, 255))),
}

const latin = 'the pump is cleaned every four weeks by the person on duty'.split(' ')
const everywhere = [
  ...latin,
  'Müller',
  'Привет',
  '漢字',
  'שלום',
  'مرحبا',
  '😀',
  '👨‍👩‍👧',
  'é',
  'e\u0301',
  'ﬁ',
  'İ',
  'ß',
  '\u{10ffff}',
  '𝒳',
]
const hidden = [
  '\u200b',
  '\u200d',
  '\u2060',
  '\ufeff',
  '\u202e',
  '\u202c',
  '\u2066',
  '\u2069',
  '\u00ad',
  '\u{e0041}',
  '\u{e007f}',
  '\u180e',
  '\u034f',
  '\ufe0f',
]
const names = ['.txt', '.md', '.html', '.csv', '.json', '.ts', '.log', '']

test('texts in every encoding, whole or broken, are cut into passages that are slices of what is stored', {
  timeout: 1_800_000,
}, async () => {
  const reader = await openReader()
  onTestFinished(reader.close)
  const random = randomFor('encodings')
  const seen: { readonly what: string; readonly how: string; readonly milliseconds: number }[] = []
  for (let left = times({ short: 152, full: 5_000 }); left > 0; left -= 1) {
    const what = Object.keys(encodings)[left % Object.keys(encodings).length] ?? ''
    const name = `${left}${oneOf(random, names)}`
    const path = reader.write(name, encodings[what]?.(random) ?? '')
    seen.push({ what: `${what}, ${name}`, ...(await reader.read(path)) })
    rmSync(path)
  }

  const passages = reader.database.sqlite
    .prepare<[], Passage>(
      `SELECT d.path, p.text, p.start_offset AS start, p.end_offset AS "end", t.text AS whole, p.start_line AS startLine
      FROM passages p JOIN documents d ON d.id = p.document_id JOIN document_texts t ON t.document_id = d.id`,
    )
    .all()
  const wrong = passages.filter(
    ({ text, start, end, whole, startLine }) =>
      whole.slice(start, end) !== text ||
      !whole.isWellFormed() ||
      whole.includes('\0') ||
      whole.slice(0, start).split('\n').length !== startLine,
  )
  report('S5 encodings', {
    files: seen.length,
    passages: passages.length,
    'offset errors': wrong.length,
    'core crashes': reader.restarts(),
    'p95 ms': p95(seen.map(({ milliseconds }) => milliseconds)),
    ...tally(seen.map(({ how }) => how)),
  })
  expect({
    wrong,
    restarts: reader.restarts(),
    accidents: seen.filter(({ how }) => !['read', 'FILE_BINARY', 'FILE_DAMAGED', 'FILE_HAS_NO_TEXT'].includes(how)),
    // What is text in an encoding that is known is read under every name but one that promises another structure.
    notRead: seen.filter(
      ({ what, how }) =>
        how !== 'read' && /^(UTF-(8|16|32)|overlong|invalid|a mark|several|hidden).*(txt|md|log)$/.test(what),
    ),
  }).toEqual({ wrong: [], restarts: 0, accidents: [], notRead: [] })
  expect(passages.length).toBeGreaterThan(seen.length / 2)
})

interface Passage {
  readonly path: string
  readonly text: string
  readonly start: number
  readonly end: number
  readonly whole: string
  readonly startLine: number
}

function line(random: Random, from: readonly string[] = everywhere): string {
  return Array.from({ length: between(random, 20, 60) }, () => oneOf(random, from)).join(' ')
}

function words(random: Random): Buffer {
  return Buffer.from(line(random))
}

function utf32(text: string, mark: readonly number[]): Buffer {
  const signs = [...text].map((sign) => sign.codePointAt(0) ?? 0)
  const bytes = Buffer.alloc(signs.length * 4)
  signs.forEach((sign, at) => void bytes.writeUInt32LE(sign, at * 4))
  return Buffer.concat([Buffer.from(mark), bytes])
}
