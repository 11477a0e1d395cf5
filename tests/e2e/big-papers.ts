import { createWriteStream } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { finished } from 'node:stream/promises'
import PDFDocument from 'pdfkit'

/** The words that are looked for in each of the big papers, near its end. */
export const needle = 'the heron of Ystad'

/** Writes papers as big as a person may have: each can be opened at its needle at once. */
export async function writeBigPapers(folder: string): Promise<void> {
  await Promise.all([
    writeFile(
      join(folder, 'big.txt'),
      lines(55_000, (n) => `Line ${n} of a long text that nobody reads from end to end, with a few words more.`),
    ),
    writeFile(
      join(folder, 'big.js'),
      lines(100_000, (n) => `const value${n} = compute(${n}, "of a long program")`, '// '),
    ),
    writeFile(
      join(folder, 'big.md'),
      lines(12_000, (n) => `## Part ${n}\n\nA paragraph of *many*, with **words** and \`code\` in it, ${n}.\n`),
    ),
    writeFile(join(folder, 'one-line.txt'), `${'All on one line and on and on. '.repeat(40_000)}Here is ${needle}.`),
    writeFile(join(folder, 'wide.csv'), wide()),
    writePdf(join(folder, 'big.pdf')),
  ])
}

function lines(count: number, line: (n: number) => string, before = '') {
  const at = Math.floor(count * 0.9)
  return Array.from({ length: count }, (_, n) => (n === at ? `${before}Here is ${needle}.` : line(n))).join('\n')
}

function wide() {
  const columns = Array.from({ length: 120 }, (_, n) => `Column ${n}`)
  const rows = Array.from({ length: 5_000 }, (_, row) =>
    columns.map((_, n) => (row === 4_500 && n === 60 ? needle : `${row * n}`)).join(','),
  )
  return `${columns.join(',')}\n${rows.join('\n')}\n`
}

/** Three hundred pages with a running title, justified lines and a hyphenated word in what is looked for. */
async function writePdf(path: string) {
  const pdf = new PDFDocument({ size: 'A4', margin: 72, autoFirstPage: false })
  const file = createWriteStream(path)
  pdf.pipe(file)
  for (let page = 1; page <= 300; page += 1) {
    pdf.addPage().font('Times-Roman').fontSize(9).text(`The birds of the coast        ${page}`)
    pdf.moveDown(2).fontSize(12)
    if (page === 270) {
      pdf.text('Among the birds seen in the winter of that year')
      pdf.text('was the heron of Ystad, which was called an extraor-')
      pdf.text('dinary guest and stayed for eleven weeks near the')
      pdf.text('harbour, until the ice was gone.')
      pdf.moveDown()
    }
    for (let part = 0; part < 6; part += 1) {
      pdf.text(
        `Page ${page}, part ${part}: gulls, terns and waders were counted each morning, and the numbers were written down by those who kept the watch in turn.`,
        { align: 'justify' },
      )
      pdf.moveDown()
    }
  }
  pdf.end()
  await finished(file)
}
