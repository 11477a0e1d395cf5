import { DocumentType } from './passage.ts'

/** What a search can be narrowed by, in the order in which it is offered. */
export const queryFields = [
  { name: 'type', example: 'type:pdf', says: 'Documents of a type. Several: type:pdf,docx' },
  { name: 'in', example: 'in:Contracts', says: 'A source, a collection or a folder, by its name' },
  { name: 'from', example: 'from:ruth', says: 'Who wrote or sent it, or part of the name' },
  { name: 'tag', example: 'tag:lease', says: 'Documents that have the tag' },
  { name: 'category', example: 'category:Law', says: 'A category and what is below it' },
  { name: 'before', example: 'before:2026-03', says: 'Written before that day, month or year began' },
  { name: 'after', example: 'after:2026', says: 'Written from that day, month or year on; also 7d, 3m, yesterday' },
  { name: 'on', example: 'on:2026-11-04', says: 'Written on that day, or in that month or year' },
  { name: 'is', example: 'is:untagged', says: 'How it is: tagged, untagged, pasted, recent' },
] as const

export type QueryField = (typeof queryFields)[number]['name']

/** Ways a document can be, for `is:`. */
export const documentFlags = ['tagged', 'untagged', 'pasted', 'recent'] as const
export type DocumentFlag = (typeof documentFlags)[number]

/** Other names under which people know a type of document. */
const typeNames: Readonly<Record<string, DocumentType>> = {
  txt: 'text',
  md: 'markdown',
  htm: 'html',
  web: 'html',
  doc: 'docx',
  word: 'docx',
  ppt: 'slides',
  pptx: 'slides',
  presentation: 'slides',
  xls: 'sheet',
  xlsx: 'sheet',
  excel: 'sheet',
  spreadsheet: 'sheet',
  table: 'csv',
  ipynb: 'notebook',
  book: 'epub',
  email: 'mail',
  eml: 'mail',
  conversation: 'chat',
  picture: 'image',
  photo: 'image',
  recording: 'audio',
}

/** The type of document that goes by a name or an ending; null for none. */
export function typeNamed(name: string): DocumentType | null {
  const plain = name.toLowerCase().replace(/^\./, '')
  const type = DocumentType.safeParse(plain)
  return type.success ? type.data : (typeNames[plain] ?? null)
}

/** The known name nearest to a mistyped one, at most two letters away; null for none. */
export function nearestName(typed: string, known: readonly string[]): string | null {
  const [nearest] = known
    .map((name) => ({ name, away: lettersApart(typed.toLowerCase(), name.toLowerCase()) }))
    .filter(({ away, name }) => away <= (name.length < 5 ? 1 : 2))
    .toSorted((a, b) => a.away - b.away)
  return nearest?.name ?? null
}

/**
 * How many letters have to be added, dropped, changed or exchanged with their neighbour to make one word the other
 * (optimal string alignment, Damerau 1964).
 */
export function lettersApart(one: string, other: string): number {
  const [a, b] = [[...one], [...other]]
  const rows = [Array.from({ length: b.length + 1 }, (_, column) => column)]
  for (const [row, letter] of a.entries()) {
    const [last = [], beforeLast] = [rows.at(-1), rows.at(-2)]
    const next = [row + 1]
    for (const [column, right] of b.entries()) {
      const swapped =
        letter === b[column - 1] && a[row - 1] === right ? (beforeLast?.[column - 1] ?? Infinity) + 1 : Infinity
      const changed = (last[column] ?? 0) + (letter === right ? 0 : 1)
      next.push(Math.min((last[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1, changed, swapped))
    }
    rows.push(next)
  }
  return rows.at(-1)?.at(-1) ?? 0
}
