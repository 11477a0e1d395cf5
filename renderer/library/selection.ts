import type { DocumentState } from '#contract/document-state'

/** A file or document as the actions of the page need it, from a row of the table or of the tree. */
export interface Picked {
  readonly key: string
  readonly sourceId: string
  readonly path: string
  readonly name: string
  readonly documentId: string | null
  readonly jobId: string | null
  readonly state: DocumentState | null
  /** True for a file that is opened to the documents in it, as a mailbox is. */
  readonly holder: boolean
}

export interface Selection {
  readonly picked: ReadonlyMap<string, Picked>
  /** What was selected before the present stretch, which can be drawn back. */
  readonly before: ReadonlyMap<string, Picked>
  /** Where a stretch begins that is drawn with Shift. */
  readonly anchor: number | null
}

export const nothingSelected: Selection = { picked: new Map(), before: new Map(), anchor: null }

/** Takes a row in, or out again; the next stretch begins there. */
export function toggled({ picked }: Selection, row: Picked, index: number): Selection {
  const next = new Map(picked)
  if (!next.delete(row.key)) next.set(row.key, row)
  return next.size === 0 ? nothingSelected : { picked: next, before: next, anchor: index }
}

/** Takes in all rows of a stretch, in place of the stretch before; it begins at the anchor, or at `from` when there is none. */
export function withStretch({ before, anchor }: Selection, rows: readonly Picked[], from: number): Selection {
  return { picked: new Map([...before, ...byKey(rows)]), before, anchor: anchor ?? from }
}

/** All of the given rows and nothing else. */
export function allOf(rows: readonly Picked[]): Selection {
  const picked = byKey(rows)
  return rows.length === 0 ? nothingSelected : { picked, before: picked, anchor: 0 }
}

/** The rows from one to another, in either direction, both inclusive. */
export function stretch(from: number, to: number): { readonly first: number; readonly last: number } {
  return { first: Math.min(from, to), last: Math.max(from, to) }
}

export interface Possible {
  /** Documents that can be tagged, put into a category, asked about, removed. */
  readonly documentIds: readonly string[]
  /** Files that failed or were taken out of the queue. */
  readonly again: readonly string[]
  /** Files that wait and can be left out. */
  readonly waiting: readonly string[]
}

/** What can be done with which of the rows. */
export function possible(rows: Iterable<Picked>): Possible {
  const all = [...rows]
  return {
    documentIds: all.flatMap(({ documentId, state }) => (documentId && state !== 'gone' ? [documentId] : [])),
    again: jobsOf(all, ['failed', 'cancelled']),
    waiting: jobsOf(all, ['waiting']),
  }
}

function jobsOf(rows: readonly Picked[], states: readonly DocumentState[]) {
  return rows.flatMap(({ jobId, state }) => (jobId && state && states.includes(state) ? [jobId] : []))
}

function byKey(rows: readonly Picked[]) {
  return new Map(rows.map((row) => [row.key, row] as const))
}
