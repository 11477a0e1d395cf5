import { createWriteStream } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { finished } from 'node:stream/promises'
import PDFDocument from 'pdfkit'

/** Writes a folder as people have them: forty notes, a page, a PDF, one that is locked and one that is broken. */
export async function writeMixedFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  for (let number = 1; number <= 40; number += 1) {
    const text = `# Note ${number}\n\nThe workshop keeps ${number} spare wheels in rack ${number}.\n`
    await writeFile(join(folder, `Note ${number}.md`), text)
  }
  await writeFile(join(folder, 'Opening hours.html'), '<h1>Opening hours</h1><p>We are open from nine to five.</p>')
  await writePdf(join(folder, 'Budget.pdf'))
  await writePdf(join(folder, 'Budget, signed.pdf'), 'a password')
  await writeFile(join(folder, 'Broken scan.pdf'), '%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nand then nothing of use')
}

async function writePdf(path: string, userPassword?: string) {
  const pdf = new PDFDocument({ size: 'A4', margin: 72, pdfVersion: '1.7', userPassword })
  const file = createWriteStream(path)
  pdf.pipe(file)
  pdf.fontSize(12).text('The budget for next year carries 2,780 a month for the rent of the rooms.')
  pdf.end()
  await finished(file)
}
