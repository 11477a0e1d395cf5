/** What pdf.js says of a run of text; `transform` ends with its place on the page, measured from the lower left. */
export interface PdfTextItem {
  readonly str: string
  readonly transform: readonly number[]
  readonly width: number
  readonly height: number
  readonly hasEOL: boolean
}

/** The text of a page line by line: spaces where there are gaps, an empty line where lines stand apart. Hyphens stay. */
export function pdfPageText(items: readonly PdfTextItem[]): string {
  let text = ''
  let last: PdfTextItem | null = null
  let broken = false
  for (const item of items) {
    if (item.str !== '') {
      if (last) text += broken || isOtherLine(last, item) ? lineBreak(last, item) : gap(last, item, text)
      text += item.str
      if (item.str.trim() !== '') last = item
      broken = false
    }
    if (item.hasEOL) broken = true
  }
  return text
    .replace(/[ \t\u00a0]+\n/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}

function isOtherLine(last: PdfTextItem, item: PdfTextItem): boolean {
  return Math.abs(bottom(last) - bottom(item)) > Math.max(heightOf(last), heightOf(item)) * 0.7
}

function lineBreak(last: PdfTextItem, item: PdfTextItem): string {
  const height = Math.max(1, Math.min(heightOf(last), heightOf(item)))
  const down = bottom(last) - bottom(item)
  // Upwards is the next column, which begins a paragraph as well.
  return down > height * 1.9 || down < -height || heightOf(item) > heightOf(last) * 1.25 ? '\n\n' : '\n'
}

function gap(last: PdfTextItem, item: PdfTextItem, text: string): string {
  if (/\s$/.test(text) || /^\s/.test(item.str)) return ''
  const distance = (item.transform[4] ?? 0) - ((last.transform[4] ?? 0) + last.width)
  return Math.abs(distance) > heightOf(item) * 0.2 ? ' ' : ''
}

function bottom({ transform }: PdfTextItem): number {
  return transform[5] ?? 0
}

function heightOf({ height, transform }: PdfTextItem): number {
  return height || Math.hypot(transform[2] ?? 0, transform[3] ?? 0)
}
