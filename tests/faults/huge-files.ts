import { closeSync, ftruncateSync, openSync, writeSync } from 'node:fs'
import { entryOf, zipFormats, zipOf } from './zip-bombs.ts'

export interface HugeFile {
  readonly name: string
  readonly what: string
  /** Writes the file, in pieces where it is large. */
  readonly write: (path: string) => void
  /** What it may end as; anything else is an accident. */
  readonly ends: readonly string[]
  /** Takes seconds to read; for the full run. */
  readonly slow?: boolean
}

const depth = 100_000
const refused = ['FILE_TOO_LARGE', 'FILE_DAMAGED', 'FORMAT_UNSUPPORTED', 'FILE_HAS_NO_TEXT']
const any = ['read', ...refused]

/** Files whose size, depth or entities are meant to use up memory or time. */
export const hugeFiles: readonly HugeFile[] = [
  {
    what: 'a text of 5 GB, all of it a hole',
    name: 'hole.txt',
    write: sparse(5_000_000_000),
    ends: ['FILE_TOO_LARGE'],
  },
  {
    what: 'a text of 5 GB with words at both ends',
    name: 'ends.txt',
    write: sparse(5_000_000_000, 'words'),
    ends: ['FILE_TOO_LARGE'],
  },
  {
    what: 'a mailbox of 6 GB',
    name: 'mail.mbox',
    write: sparse(6_000_000_000, 'From a@b Thu Jan  1 00:00:00 1970\n'),
    ends: refused,
  },
  {
    what: 'a text of 199 MB in one line',
    name: 'line.txt',
    write: repeated('word ', 39_800_000),
    ends: ['FILE_TOO_LARGE'],
    slow: true,
  },
  {
    what: 'a text of 45 MB in one line',
    name: 'line.txt',
    write: repeated('word ', 9_000_000),
    ends: ['read', 'FILE_TOO_SLOW'],
    slow: true,
  },
  {
    what: 'a text of 5 MB in one line',
    name: 'line.txt',
    write: repeated('word ', 1_000_000),
    ends: ['read'],
    slow: true,
  },
  {
    what: 'one word of 20 MB',
    name: 'word.txt',
    write: repeated('w', 20_000_000),
    ends: ['read', 'FILE_TOO_SLOW'],
    slow: true,
  },
  {
    what: 'a table of a million rows',
    name: 'rows.csv',
    write: repeated('Ada,London,12\n', 1_000_000),
    ends: ['read', 'FILE_TOO_LARGE', 'FILE_TOO_SLOW'],
    slow: true,
  },
  { what: 'a table of 20,000 rows', name: 'rows.csv', write: repeated('Ada,London,12\n', 20_000), ends: ['read'] },
  {
    what: 'a row of a million cells',
    name: 'cells.csv',
    write: repeated('cell,', 1_000_000),
    ends: [...any, 'FILE_TOO_SLOW'],
    slow: true,
  },
  { what: 'a quote that never ends', name: 'quote.csv', write: text(`a,b\n"${'x\n'.repeat(500_000)}`), ends: any },
  { what: 'JSON lists 100,000 deep', name: 'deep.json', write: text('['.repeat(depth) + ']'.repeat(depth)), ends: any },
  {
    what: 'JSON objects 100,000 deep',
    name: 'deep.json',
    write: text('{"a":'.repeat(depth) + '1' + '}'.repeat(depth)),
    ends: any,
  },
  {
    what: 'JSON with a million keys',
    name: 'keys.json',
    write: text(`{${Array.from({ length: 1_000_000 }, (_, at) => `"k${at}":${at}`)}}`),
    ends: [...any, 'FILE_TOO_SLOW'],
    slow: true,
  },
  {
    what: 'JSON lines of a million brackets',
    name: 'deep.jsonl',
    write: text(`${'['.repeat(1_000_000)}\n`),
    ends: any,
  },
  {
    what: 'a page 100,000 deep',
    name: 'deep.html',
    write: text(`<html><body>${'<div>'.repeat(depth)}words${'</div>'.repeat(depth)}</body></html>`),
    ends: [...any, 'FILE_TOO_SLOW'],
    slow: true,
  },
  {
    what: 'tables in tables, 10,000 deep',
    name: 'tables.html',
    write: text(`<body>${'<table><tr><td>'.repeat(10_000)}words`),
    ends: [...any, 'FILE_TOO_SLOW'],
  },
  {
    what: 'lists in lists, 10,000 deep',
    name: 'lists.html',
    write: text(`<body>${'<ul><li>'.repeat(10_000)}words`),
    ends: [...any, 'FILE_TOO_SLOW'],
  },
  {
    what: 'a million unclosed tags',
    name: 'open.html',
    write: text(`<body>${'<b>w'.repeat(1_000_000)}`),
    ends: [...any, 'FILE_TOO_SLOW'],
    slow: true,
  },
  {
    what: 'a tag with 100,000 attributes',
    name: 'attributes.html',
    write: text(`<body><p ${Array.from({ length: depth }, (_, at) => `a${at}=1`).join(' ')}>words`),
    ends: [...any, 'FILE_TOO_SLOW'],
  },
  {
    what: 'Markdown quotes 100,000 deep',
    name: 'deep.md',
    write: text(`${'>'.repeat(depth)} words`),
    ends: [...any, 'FILE_TOO_SLOW'],
    slow: true,
  },
  {
    what: 'Markdown lists 5,000 deep',
    name: 'lists.md',
    write: text(Array.from({ length: 5_000 }, (_, at) => `${' '.repeat(at * 2)}- word`).join('\n')),
    ends: [...any, 'FILE_TOO_SLOW'],
    slow: true,
  },
  {
    what: 'Markdown of 100,000 open brackets',
    name: 'brackets.md',
    write: text('['.repeat(depth)),
    ends: [...any, 'FILE_TOO_SLOW'],
    slow: true,
  },
  {
    what: 'Markdown of 100,000 stars',
    name: 'stars.md',
    write: text('*a **b '.repeat(depth)),
    ends: [...any, 'FILE_TOO_SLOW'],
    slow: true,
  },
  {
    what: 'code with 100,000 open braces',
    name: 'braces.ts',
    write: text('{'.repeat(depth)),
    ends: [...any, 'FILE_TOO_SLOW'],
    slow: true,
  },
  {
    what: 'code of one line of 5 MB',
    name: 'line.js',
    write: repeated('f(1);', 1_000_000),
    ends: [...any, 'FILE_TOO_SLOW'],
    slow: true,
  },
  ...Object.keys(zipFormats)
    .filter((format) => format !== 'zip')
    .flatMap(xmlBombs),
  { what: 'a billion laughs in XML', name: 'laughs.xml', write: text(laughs('<p>&l9;</p>')), ends: any },
  {
    what: 'a billion laughs in a drawing',
    name: 'laughs.svg',
    write: text(laughs('<svg><text>&l9;</text></svg>')),
    ends: any,
  },
  {
    what: 'a billion laughs in a page',
    name: 'laughs.html',
    write: text(laughs('<html><body>&l9;</body></html>')),
    ends: any,
  },
  {
    what: 'a page that fetches an entity',
    name: 'fetch.html',
    write: text('<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]><html><body>&x; words</body></html>'),
    ends: any,
  },
]

function xmlBombs(format: string): HugeFile[] {
  const { marks, part } = zipFormats[format] ?? { marks: [], part: '' }
  const holding = (content: string) => (path: string) => bytes(zipOf([...marks, entryOf(part, content)]))(path)
  return [
    {
      what: `a billion laughs in ${format}`,
      name: `laughs.${format}`,
      write: holding(laughs('<p>&l9;</p>')),
      ends: any,
    },
    {
      what: `an entity of ${format} that is a file`,
      name: `entity.${format}`,
      write: holding('<!DOCTYPE p [<!ENTITY x SYSTEM "file:///etc/passwd">]><p>&x;</p>'),
      ends: any,
    },
    {
      what: `elements of ${format} 100,000 deep`,
      name: `deep.${format}`,
      write: holding(deepElements()),
      ends: [...any, 'FILE_TOO_SLOW'],
    },
  ]
}

/** Each element is another one, or the archive would be refused for being packed too tightly. */
function deepElements(): string {
  const opened = Array.from({ length: depth }, (_, at) => `<p a="${Math.imul(at + 1, 0x9e3779b1) >>> 0}">`)
  return `${opened.join('')}words${'</p>'.repeat(depth)}`
}

/** Ten entities, each ten of the one before: a billion words in a kilobyte. */
function laughs(body: string): string {
  const entities = Array.from(
    { length: 10 },
    (_, at) => `<!ENTITY l${at} "${at === 0 ? 'ha' : `&l${at - 1};`.repeat(10)}">`,
  )
  return `<?xml version="1.0"?><!DOCTYPE p [${entities.join('')}]>${body}`
}

function sparse(size: number, words = ''): (path: string) => void {
  return (path) => {
    const file = openSync(path, 'w')
    writeSync(file, words)
    ftruncateSync(file, size)
    if (words) writeSync(file, words, size - words.length)
    closeSync(file)
  }
}

function repeated(piece: string, count: number): (path: string) => void {
  return (path) => {
    const file = openSync(path, 'w')
    const atOnce = 100_000
    for (let left = count; left > 0; left -= atOnce) writeSync(file, piece.repeat(Math.min(left, atOnce)))
    closeSync(file)
  }
}

function text(content: string): (path: string) => void {
  return bytes(Buffer.from(content))
}

function bytes(content: Buffer): (path: string) => void {
  return (path) => {
    const file = openSync(path, 'w')
    writeSync(file, content)
    closeSync(file)
  }
}
