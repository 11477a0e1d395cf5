import { type CellFormat, cellFormatOf } from './cell-format.ts'
import { mainPartOf, relationsOf } from './office-package.ts'
import { attributeNamed, readXml, skipping } from './xml.ts'
import type { Archive } from './zip.ts'

export interface Workbook {
  /** In the order of their tabs, hidden ones too. */
  readonly sheets: readonly { readonly name: string; readonly part: string }[]
  readonly strings: readonly string[]
  /** By the number of a cell's style. */
  readonly formats: readonly CellFormat[]
  readonly from1904: boolean
  /** Set when the strings alone are more than may be kept. */
  readonly isTooLarge: boolean
}

/** What the cells of a workbook refer to: its sheets, the texts they share and the formats of numbers. */
export async function workbookOf(archive: Archive, mostCharacters: number): Promise<Workbook> {
  const main = await mainPartOf(archive, 'xl/workbook.xml')
  if (!archive.has(main)) throw new Error('A workbook without its main part')
  const relations = await relationsOf(archive, main)
  const partOf = (type: string) => [...relations.values()].find((relation) => relation.type === type)?.target ?? ''
  const sheets = new Map<string, { readonly name: string; readonly part: string }>()
  let from1904 = false
  await readXml(archive.pieces(main), {
    open(name, attributes) {
      if (name === 'workbookPr') from1904 = /^(1|true|on)$/.test(attributes.date1904 ?? '')
      if (name !== 'sheet') return
      const relation = relations.get(attributeNamed(attributes, 'id') ?? '')
      if (relation?.type !== 'worksheet' || sheets.has(relation.target)) return
      sheets.set(relation.target, { name: attributes.name ?? '', part: relation.target })
    },
  })
  const { strings, isTooLarge } = await stringsOf(archive, partOf('sharedStrings'), mostCharacters)
  const formats = await formatsOf(archive, partOf('styles'))
  return { sheets: [...sheets.values()], strings, formats, from1904, isTooLarge }
}

// How a word is spoken is not part of it.
const spoken = new Set(['rPh', 'phoneticPr'])

async function stringsOf(archive: Archive, part: string, most: number) {
  const strings: string[] = []
  let current: string[] = []
  let isText = false
  let length = 0
  const isTooLarge = () => length > most
  const reader = skipping(spoken, {
    open(name) {
      if (name === 'si') current = []
      isText = name === 't'
    },
    text(text) {
      if (isText) current.push(text)
    },
    close(name) {
      isText = false
      if (name !== 'si') return
      const text = current.join('')
      length += text.length
      strings.push(text)
    },
  })
  await readXml(archive.pieces(part), { ...reader, isEnough: isTooLarge })
  return { strings, isTooLarge: isTooLarge() }
}

async function formatsOf(archive: Archive, part: string): Promise<CellFormat[]> {
  const codes = new Map<number, string>()
  const formats: CellFormat[] = []
  let isCellStyles = false
  await readXml(archive.pieces(part), {
    open(name, { numFmtId, formatCode }) {
      if (name === 'cellXfs') isCellStyles = true
      else if (name === 'numFmt') codes.set(Number(numFmtId), (formatCode ?? '').slice(0, 255))
      else if (name === 'xf' && isCellStyles) formats.push(cellFormatOf(Number(numFmtId), codes.get(Number(numFmtId))))
    },
    close(name) {
      if (name === 'cellXfs') isCellStyles = false
    },
  })
  return formats
}
