import { z } from 'zod'
import { DocumentType, TextRange } from './passage.ts'
import { spanNamed } from './query-dates.ts'
import { documentFlags, nearestName, type QueryField, queryFields, typeNamed } from './query-fields.ts'

/** What is wrong with a part of a query; the part is left out, and the rest is searched. */
export const QueryProblem = TextRange.extend({
  /** Says what is wrong and what to write instead. */
  message: z.string(),
})
export type QueryProblem = z.infer<typeof QueryProblem>

/** A value of a field as it was written, without its quotation marks. */
export interface QueryValue extends TextRange {
  readonly text: string
}

/** A part of a query; `[start, end)` is where it stands, its sign included. */
export type Clause = TextRange & { readonly negated: boolean } & (
    | { readonly kind: 'words'; readonly text: string; readonly at: number }
    | { readonly kind: 'phrase'; readonly text: string; readonly at: number }
    | { readonly kind: 'field'; readonly field: QueryField; readonly values: readonly QueryValue[] }
  )

export type FieldClause = Extract<Clause, { kind: 'field' }>

export interface ReadQuery {
  readonly clauses: readonly Clause[]
  readonly problems: readonly QueryProblem[]
}

const fieldNames: readonly QueryField[] = queryFields.map(({ name }) => name)
const closing: Readonly<Record<string, string>> = { '"': '"', '“': '”', '„': '“', '«': '»' }
const dated: readonly QueryField[] = ['before', 'after', 'on']

/**
 * Reads a query: words, `"phrases"`, `field:value`, `field:one,other`, and a `-` before what must not be. Never fails: what
 * cannot be understood is named in `problems` with its place. All clauses must hold; of the values of one field, one.
 */
export function readQuery(text: string, { now = Date.now() }: { readonly now?: number } = {}): ReadQuery {
  const clauses: Clause[] = []
  const problems: QueryProblem[] = []
  let at = 0
  while (at < text.length) {
    if (/\s/.test(text[at] ?? '')) at += 1
    else {
      const clause = clauseAt(text, at)
      const known = clause.kind === 'field' ? withKnown(clause, now) : clause
      if (known) clauses.push(known)
      problems.push(...problemsOf(clause, now))
      at = clause.end
    }
  }
  return { clauses, problems: [...problems, ...contradictions(clauses, now)].toSorted((a, b) => a.start - b.start) }
}

/** The words a person wrote, without fields and without what must not be: what the query means. */
export function wordsOf({ clauses }: Pick<ReadQuery, 'clauses'>): string {
  return clauses.flatMap((clause) => (clause.kind === 'field' || clause.negated ? [] : [clause.text])).join(' ')
}

/** A value as it is written behind a field: in quotation marks where it has spaces or commas. */
export function writtenValue(value: string): string {
  return /[\s,"]/.test(value) || value === '' ? `"${value.replaceAll('"', '')}"` : value
}

function clauseAt(text: string, start: number): Clause {
  const negated = text[start] === '-' && !/^-(?:\s|-|$)/.test(text.slice(start, start + 2))
  const at = negated ? start + 1 : start
  const quoted = quotedAt(text, at)
  if (quoted) return { kind: 'phrase', start, end: quoted.after, negated, text: quoted.text, at: quoted.start }
  const name = /^[a-z]+(?=:)/i.exec(text.slice(at, at + 20))?.[0]
  const field = fieldNames.find((one) => one === name?.toLowerCase())
  if (field) return fieldAt(text, { start, at: at + field.length + 1, negated, field })
  const word = /^\S+/.exec(text.slice(at))?.[0] ?? ''
  return { kind: 'words', start, end: at + word.length, negated, text: word, at }
}

function quotedAt(text: string, at: number) {
  const close = closing[text[at] ?? '']
  if (!close) return null
  const end = text.indexOf(close, at + 1)
  return end === -1 ? null : { text: text.slice(at + 1, end), start: at + 1, after: end + 1 }
}

interface FieldStart {
  readonly start: number
  readonly at: number
  readonly negated: boolean
  readonly field: QueryField
}

function fieldAt(text: string, { start, at: first, negated, field }: FieldStart): FieldClause {
  const values: QueryValue[] = []
  let at = first
  for (;;) {
    const quoted = quotedAt(text, at)
    const plain = quoted ? '' : (/^[^\s,]*/.exec(text.slice(at))?.[0] ?? '')
    const value = quoted
      ? { text: quoted.text, start: quoted.start, end: quoted.after - 1 }
      : { text: plain, start: at, end: at + plain.length }
    if (value.text !== '') values.push(value)
    at = quoted ? quoted.after : value.end
    if (text[at] !== ',') break
    at += 1
  }
  return { kind: 'field', start, end: at, negated, field, values }
}

function problemsOf(clause: Clause, now: number): QueryProblem[] {
  if (clause.kind !== 'field') return hintsOf(clause)
  const { field, values, start, end } = clause
  const example = queryFields.find(({ name }) => name === field)?.example ?? ''
  if (values.length === 0) return [{ start, end, message: `“${field}:” needs a value, such as ${example}.` }]
  return values
    .filter(({ text }) => !isKnown(field, text, now))
    .map((value) => ({ start: value.start, end: value.end, message: saysUnknown(field, value.text) }))
}

/** The clause with the values that say something; null where none does. */
function withKnown(clause: FieldClause, now: number): FieldClause | null {
  const values = clause.values.filter(({ text }) => isKnown(clause.field, text, now))
  return values.length === 0 ? null : { ...clause, values }
}

function isKnown(field: QueryField, value: string, now: number): boolean {
  if (field === 'type') return typeNamed(value) !== null
  if (field === 'is') return documentFlags.some((flag) => flag === value.toLowerCase())
  return !dated.includes(field) || spanNamed(value, now) !== null
}

function saysUnknown(field: QueryField, value: string): string {
  if (dated.includes(field))
    return `“${value}” is no date. Write 2026, 2026-11, 2026-11-04, today, yesterday, or 7d for the last seven days.`
  const known: readonly string[] = field === 'type' ? DocumentType.options : documentFlags
  const near = nearestName(value, known)
  const instead = near ? `Did you mean ${field}:${near}?` : `There are ${known.join(', ')}.`
  return field === 'type'
    ? `No document is of the type “${value}”. ${instead}`
    : `“is:${value}” says nothing. ${instead}`
}

/** A word that looks like a mistyped field is searched as it stands, and said. */
function hintsOf(clause: Exclude<Clause, FieldClause>): QueryProblem[] {
  if (clause.kind === 'phrase') return []
  if (closing[clause.text[0] ?? ''] && clause.text.length > 1)
    return [{ start: clause.at, end: clause.at + 1, message: 'This quotation mark is not closed, so it was left out.' }]
  const name = /^([a-z]{3,12}):[^\s:/\\]/i.exec(clause.text)?.[1]
  const near = name
    ? nearestName(
        name,
        fieldNames.filter(({ length }) => length > 2),
      )
    : null
  if (!name || !near) return []
  return [
    {
      start: clause.at,
      end: clause.at + name.length + 1,
      message: `“${name}:” is searched as a word. Did you mean ${near}:?`,
    },
  ]
}

function contradictions(clauses: readonly Clause[], now: number): QueryProblem[] {
  const fields = clauses.filter((clause) => clause.kind === 'field').filter(({ negated }) => !negated)
  const [type, secondType] = fields.filter(({ field }) => field === 'type')
  const bounds = fields.filter(({ field }) => dated.includes(field))
  const from = Math.max(...bounds.map((clause) => boundsOf(clause, now).from))
  const until = Math.min(...bounds.map((clause) => boundsOf(clause, now).until))
  const last = bounds.at(-1)
  return [
    ...(type && secondType && !sharesType(type, secondType)
      ? [
          {
            start: secondType.start,
            end: secondType.end,
            message: 'A document has one type. Write type:pdf,docx for either.',
          },
        ]
      : []),
    ...(last && from >= until
      ? [{ start: last.start, end: last.end, message: 'No day is within all of these dates.' }]
      : []),
  ]
}

function sharesType(one: FieldClause, other: FieldClause): boolean {
  return one.values.some(({ text }) => other.values.some((value) => typeNamed(value.text) === typeNamed(text)))
}

/** The times a clause with dates leaves, `[from, until)`; of several values, the widest. */
export function boundsOf({ field, values }: Pick<FieldClause, 'field' | 'values'>, now: number) {
  const spans = values.flatMap(({ text }) => spanNamed(text, now) ?? [])
  const from = field === 'before' ? -Infinity : Math.min(...spans.map((span) => span.from))
  const until =
    field === 'after' ? Infinity : Math.max(...spans.map((span) => (field === 'before' ? span.from : span.until)))
  return { from, until }
}
