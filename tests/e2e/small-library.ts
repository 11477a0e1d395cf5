import { createWriteStream } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { finished } from 'node:stream/promises'
import PDFDocument from 'pdfkit'

/** Writes the papers of a small office into a folder: a lease of twelve pages as PDF, minutes, a budget, code. */
export async function writeSmallLibrary(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  await writePdf(join(folder, 'Lease 14 Tanner Street.pdf'), leasePages())
  await writeFile(join(folder, 'Minutes 4 March 2026.md'), minutes)
  await writeFile(join(folder, 'Budget 2027.csv'), budget)
  await writeFile(join(folder, 'stairs.py'), code)
  await writeFile(join(folder, 'Letter to Mr Hale.txt'), letter)
  await writeFile(
    join(folder, 'ملاحظات.txt'),
    'اجتمع الشركاء في المكتب واتفقوا على تجديد عقد الإيجار قبل نهاية السنة.\n',
  )
}

type Page = readonly (readonly [string, string])[]

function leasePages(): readonly Page[] {
  const filler = [
    'The Tenant keeps the Premises clean and in repair and makes good any damage within one month of being asked to.',
    'The Landlord may enter with two days’ notice to look at the state of the Premises, and at once in an emergency.',
    'Nothing is to be fixed to the outer walls or to the roof without the written consent of the Landlord.',
    'The Tenant insures the contents and its own liability, and shows the policy on request.',
    'Goods are brought in through the yard between seven in the morning and six in the evening only.',
  ]
  return Array.from({ length: 12 }, (_, index): Page => {
    const clauses = filler.map((text, line): readonly [string, string] => [`${index * 2 + 1}.${line + 1}`, text])
    if (index === 2) {
      return [
        [
          '2.1',
          'The Term is five years from 1 April 2022, expiring on 31 March 2027, without renewal save under clause 22.',
        ],
        ...clauses,
      ]
    }
    if (index === 8) {
      return [
        ...clauses.slice(0, 2),
        ['22', 'Renewal'],
        [
          '22.1',
          'The Tenant may request one further term of up to five years. The request to renew the lease is made by notice in writing, received by the Landlord not less than three months before the expiry of the Term.',
        ],
        [
          '22.2',
          'Notice under this clause is sent by post to the address in Schedule 1 or delivered there by hand. A message sent by electronic mail is not notice.',
        ],
        ...clauses.slice(2),
      ]
    }
    return clauses
  })
}

async function writePdf(path: string, pages: readonly Page[]) {
  const pdf = new PDFDocument({
    size: 'A4',
    margin: 72,
    autoFirstPage: false,
    info: { Title: 'Lease of 14 Tanner Street' },
  })
  const file = createWriteStream(path)
  pdf.pipe(file)
  pages.forEach((clauses, index) => {
    pdf.addPage()
    pdf
      .font('Times-Roman')
      .fontSize(10)
      .fillColor('#666')
      .text(`Lease of 14 Tanner Street        ${index + 1}`)
    pdf.moveDown(2).fontSize(12).fillColor('#111')
    for (const [number, text] of clauses) pdf.text(`${number}  ${text}`, { lineGap: 4 }).moveDown(0.8)
  })
  pdf.end()
  await finished(file)
}

const minutes = `# Minutes of 4 March 2026

Present: Ruth Marlow, Tomas Berg, Ana Okafor.

## Premises

The lease of the office ends in a year. Agreed: ask for five more years; up to £2,950 a month is acceptable.
Ruth speaks to Mr Hale before Easter.

## Fire doors

| Door | Rating |
| --- | --- |
| Stair | FD30S |
| Plant room | to be asked |

Plant room: probably an hour, Ruth asks building control.
`

const budget = `Line,Month,Year
Rent,2780.00,33360.00
Heating,240.00,2880.00
Models and prints,310.00,3720.00
Insurance,185.50,2226.00
`

const code = `"""Checks a stair against Part K."""

RISE = (150, 220)
GOING = (220, 300)


def meets_part_k(rise: float, going: float) -> bool:
    """True when rise and going of a private stair are within the limits."""
    return RISE[0] <= rise <= RISE[1] and GOING[0] <= going <= GOING[1]
`

const letter = `Dear Mr Hale,

we would like to stay in the rooms at 14 Tanner Street for another five years and ask you for a meeting about the rent.

Ruth Marlow
`
