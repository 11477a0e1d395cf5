/** What pdf.js says of a run of text; `transform` ends with its place on the page, measured from the lower left. */
export interface PdfTextItem {
  readonly str: string
  readonly transform: readonly number[]
  readonly width: number
  readonly height: number
  readonly hasEOL: boolean
}

/** In points of the page's own space. */
export interface Box {
  readonly left: number
  readonly bottom: number
  readonly right: number
  readonly top: number
}

export interface PageLine {
  readonly text: string
  /** What its text covers; null for an empty line. */
  readonly box: Box | null
}

/** The text of a page line by line: spaces where there are gaps, an empty line where lines stand apart. Hyphens stay. */
export function pdfPageLines(items: readonly PdfTextItem[]): PageLine[] {
  const lines: PageLine[] = [emptyLine]
  let last: PdfTextItem | null = null
  let broken = false
  for (const item of items) {
    if (item.str !== '') {
      if (last && (broken || isOtherLine(last, item))) {
        if (isApart(last, item)) lines.push(emptyLine)
        lines.push(emptyLine)
      }
      const line = lines.at(-1) ?? emptyLine
      const space = last && line.text !== '' ? gap(last, item, line.text) : ''
      const text = line.text + space + item.str.replace(/[\n\f]/g, ' ')
      lines[lines.length - 1] = { text, box: united(line.box, item.str.trim() === '' ? null : boxOf(item)) }
      if (item.str.trim() !== '') last = item
      broken = false
    }
    if (item.hasEOL) broken = true
  }
  return withoutEmptyEnds(
    lines.map((line) => ({ ...line, text: line.text.replace(/(?<![ \t\u00a0])[ \t\u00a0]+$/, '') })),
  )
}

/** Lines without the empty ones at both ends, and without more than one in a row; white space at the ends of the text is left out. */
export function withoutEmptyEnds(lines: readonly PageLine[]): PageLine[] {
  const first = lines.findIndex(({ text }) => text.trim() !== '')
  const last = lines.findLastIndex(({ text }) => text.trim() !== '')
  if (first === -1) return []
  return lines
    .slice(first, last + 1)
    .filter(({ text }, index, kept) => text !== '' || kept[index - 1]?.text !== '')
    .map((line, index, kept) => {
      const start = index === 0 ? line.text.trimStart() : line.text
      return { ...line, text: index === kept.length - 1 ? start.trimEnd() : start }
    })
}

const emptyLine: PageLine = { text: '', box: null }

function isOtherLine(last: PdfTextItem, item: PdfTextItem): boolean {
  return Math.abs(baseline(last) - baseline(item)) > Math.max(heightOf(last), heightOf(item)) * 0.7
}

function isApart(last: PdfTextItem, item: PdfTextItem): boolean {
  const height = Math.max(1, Math.min(heightOf(last), heightOf(item)))
  const down = baseline(last) - baseline(item)
  // Upwards is the next column, which begins a paragraph as well.
  return down > height * 1.9 || down < -height || heightOf(item) > heightOf(last) * 1.25
}

function gap(last: PdfTextItem, item: PdfTextItem, text: string): string {
  if (/\s$/.test(text) || /^\s/.test(item.str)) return ''
  const distance = (item.transform[4] ?? 0) - ((last.transform[4] ?? 0) + last.width)
  return Math.abs(distance) > heightOf(item) * 0.2 ? ' ' : ''
}

function baseline({ transform }: PdfTextItem): number {
  return transform[5] ?? 0
}

function heightOf({ height, transform }: PdfTextItem): number {
  return height || Math.hypot(transform[2] ?? 0, transform[3] ?? 0)
}

/** The part of a letter's height that hangs below the line it stands on. */
const below = 0.2

/** What a run of text covers, turned as it is. */
function boxOf(item: PdfTextItem): Box {
  const [a = 1, b = 0, c = 0, d = 1, x = 0, y = 0] = item.transform
  const height = heightOf(item)
  const [along, up] = [Math.hypot(a, b) || 1, Math.hypot(c, d) || 1]
  const [width, foot, head] = [item.width / along, (-below * height) / up, ((1 - below) * height) / up]
  const corners = [0, width].flatMap((w) => [foot, head].map((h) => [x + a * w + c * h, y + b * w + d * h] as const))
  const [across, upwards] = [corners.map(([cx]) => cx), corners.map(([, cy]) => cy)]
  const [left, bottom] = [Math.min(...across), Math.min(...upwards)]
  return { left, bottom, right: Math.max(...across), top: Math.max(...upwards) }
}

function united(a: Box | null, b: Box | null): Box | null {
  if (!a || !b) return a ?? b
  return {
    left: Math.min(a.left, b.left),
    bottom: Math.min(a.bottom, b.bottom),
    right: Math.max(a.right, b.right),
    top: Math.max(a.top, b.top),
  }
}
