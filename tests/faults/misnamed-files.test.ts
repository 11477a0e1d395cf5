import { execFileSync } from 'node:child_process'
import { rmSync, symlinkSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, onTestFinished, test } from 'vitest'
import { makeDocx, makePdf } from '../../workers/library/fake.files.ts'
import { between, most, oneOf, randomFor, report, tally, times } from './fault-run.ts'
import { openReader } from './hostile-reader.ts'
import { pdfOf } from './malformed-pdfs.ts'
import { zipFormats } from './zip-bombs.ts'

const names = [
  '.txt',
  '.md',
  '.pdf',
  '.html',
  '.csv',
  '.json',
  '.ts',
  '.eml',
  '.ipynb',
  '.rtf',
  '',
  ...Object.keys(zipFormats).map((format) => `.${format}`),
]

/** Bytes that are no text and no document, by what they are. */
const binaries: Readonly<Record<string, (random: () => number) => Buffer>> = {
  noise: (random) => Buffer.from(Array.from({ length: 20_000 }, () => between(random, 0, 255))),
  zeros: () => Buffer.alloc(20_000),
  program: (random) => Buffer.concat([Buffer.from('\u007fELF\u0002\u0001\u0001', 'latin1'), noise(random)]),
  windows: (random) => Buffer.concat([Buffer.from('MZ\u0090\0\u0003\0\0\0', 'latin1'), noise(random)]),
  picture: (random) => Buffer.concat([Buffer.from('\u0089PNG\r\n\u001a\n\0\0\0\rIHDR', 'latin1'), noise(random)]),
  photo: (random) =>
    Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16]), Buffer.from('JFIF\0'), noise(random)]),
  packed: (random) => gzipSync(noise(random)),
  database: (random) => Buffer.concat([Buffer.from('SQLite format 3\0'), noise(random)]),
  'half a zip': (random) => Buffer.concat([Buffer.from('PK\u0003\u0004\u0014\0\0\0\u0008\0', 'latin1'), noise(random)]),
  'old office': (random) =>
    Buffer.concat([Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]), noise(random)]),
}

test('what is not what its name says is never taken for it, and is left out with a reason', {
  timeout: 1_800_000,
}, async () => {
  const reader = await openReader()
  onTestFinished(reader.close)
  const random = randomFor('misnamed files')
  const seen: { readonly what: string; readonly how: string; readonly milliseconds: number }[] = []
  for (let left = times({ short: 120, full: 3_000 }); left > 0; left -= 1) {
    const what = oneOf(random, Object.keys(binaries))
    const name = `${what}${oneOf(random, names)}`
    const path = reader.write(name, binaries[what]?.(random) ?? '')
    seen.push({ what: name, ...(await reader.read(path)) })
    rmSync(path)
  }

  report('S4 binary files under other names', {
    files: seen.length,
    misclassified: seen.filter(({ how }) => how === 'read').length,
    'core crashes': reader.restarts(),
    'longest ms': most(seen.map(({ milliseconds }) => milliseconds)),
    ...tally(seen.map(({ how }) => how)),
  })
  expect({
    misclassified: seen.filter(
      ({ how }) =>
        !['FILE_BINARY', 'FILE_DAMAGED', 'FORMAT_UNSUPPORTED', 'FILE_TOO_LARGE', 'FILE_HAS_NO_TEXT'].includes(how),
    ),
    restarts: reader.restarts(),
  }).toEqual({ misclassified: [], restarts: 0 })
})

test('a file that is two things at once is taken for what its first bytes say', async () => {
  const reader = await openReader()
  onTestFinished(reader.close)
  const pdf = await makePdf(['Words of the PDF'])
  const docx = makeDocx('<w:p><w:r><w:t>Words of the Word document</w:t></w:r></w:p>')
  const page = Buffer.from('<html><body><script>alert(1)</script>Words of the page</body></html>')
  const files: Readonly<Record<string, Buffer>> = {
    'pdf-and-zip.pdf': Buffer.concat([pdf, docx]),
    'pdf-and-zip.docx': Buffer.concat([pdf, docx]),
    'pdf-and-page.html': Buffer.concat([pdf, page]),
    'page-and-pdf.pdf': Buffer.concat([page, pdf]),
    'picture-and-page.html': Buffer.concat([Buffer.from('GIF89a/*'), Buffer.alloc(64), page]),
    'pdf-in-word.docx': makeDocx('<w:p/>', { more: [{ name: 'word/x.pdf', content: pdf }] }),
    'only-the-mark.pdf': Buffer.from('%PDF-'),
    'only-the-mark.docx': Buffer.from('PK\u0003\u0004'),
    'empty-tree.pdf': pdfOf(['<</Type/Catalog>>']),
  }
  const found: Record<string, unknown> = {}
  for (const [name, bytes] of Object.entries(files)) {
    const { how } = await reader.read(reader.write(name, bytes))
    found[name] = how === 'read' ? textOf(reader, name) : how
  }

  report('S4 files that are two things', { files: Object.keys(files).length, 'core crashes': reader.restarts() })
  expect({ found, restarts: reader.restarts() }).toMatchObject({
    found: {
      'pdf-and-zip.pdf': 'pdf: Words of the PDF',
      'pdf-and-zip.docx': 'pdf: Words of the PDF',
      'pdf-and-page.html': 'pdf: Words of the PDF',
      'only-the-mark.pdf': 'FILE_DAMAGED',
      'only-the-mark.docx': 'FILE_DAMAGED',
      'empty-tree.pdf': 'FILE_DAMAGED',
      'pdf-in-word.docx': 'FILE_HAS_NO_TEXT',
      'picture-and-page.html': 'FILE_BINARY',
    },
    restarts: 0,
  })
})

test.runIf(process.platform === 'linux')(
  'what is no file is never waited for: pipes, sockets, devices, folders',
  async () => {
    const reader = await openReader()
    onTestFinished(reader.close)
    const at = (name: string) => join(reader.papers, name)
    execFileSync('mkfifo', [at('pipe.md')])
    const socket = createServer().listen(at('socket.md'))
    onTestFinished(() => void socket.close())
    for (const device of ['zero', 'random', 'full', 'tty']) symlinkSync(`/dev/${device}`, at(`${device}.md`))
    reader.write('folder.md/inside.txt', 'words')
    reader.write('empty.md', '')
    const names = [
      'pipe.md',
      'socket.md',
      'zero.md',
      'random.md',
      'full.md',
      'tty.md',
      'folder.md',
      'empty.md',
      'nothing.md',
    ]

    // Named by a person, so no folder keeps them out.
    const read = await Promise.all(names.map((name) => reader.read(at(name), { root: null })))
    const named = await Promise.all(
      ['/dev/zero', '/proc/self/mem', '/proc/kmsg', '/dev/mem'].map((path) => reader.read(path, { root: null })),
    )

    report('S4 what is no file', {
      files: read.length + named.length,
      'longest ms': most([...read, ...named].map(({ milliseconds }) => milliseconds)),
    })
    expect({
      read: read.map(({ how }) => how),
      named: named.map(({ how }) => how === 'read'),
      restarts: reader.restarts(),
    }).toEqual({
      read: [...Array.from({ length: 7 }, () => 'FORMAT_UNSUPPORTED'), 'FILE_EMPTY', 'FILE_MISSING'],
      named: [false, false, false, false],
      restarts: 0,
    })
  },
)

function textOf({ database, papers }: Awaited<ReturnType<typeof openReader>>, name: string): unknown {
  return database.sqlite
    .prepare("SELECT type || ': ' || text FROM documents JOIN document_texts ON document_id = id WHERE path = ?")
    .pluck()
    .get(join(papers, name))
}

function noise(random: () => number): Buffer {
  return Buffer.from(Array.from({ length: 2_000 }, () => between(random, 0, 255)))
}
