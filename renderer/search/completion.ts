import { DocumentType } from '#contract/passage'
import { documentFlags, type QueryField, queryFields } from '#contract/query-fields'
import { writtenValue } from '#contract/query-language'
import { typeLabels } from '../ui/type-labels.ts'

/** The names the fields of a query can have as values. */
export interface Names {
  readonly places: readonly string[]
  readonly authors: readonly string[]
  readonly tags: readonly string[]
  readonly categories: readonly string[]
}

export interface Completion {
  readonly label: string
  readonly note: string
  /** The query with it put in, and where the caret goes. */
  readonly query: string
  readonly caret: number
}

const mostShown = 8
/** A field, values that are complete, and the one being written, in quotation marks or not. */
const atEnd = /(?:^|\s)-?([a-z]+):(?:(?:"[^"]*"|[^\s,"]*),)*(?:"([^"]*)|([^\s,"]*))$/i

/** What the value at the caret may become; none where the caret is not in the value of a field. */
export function completionsAt(query: string, caret: number, names: Names): readonly Completion[] {
  const [, name = '', quoted, plain = ''] = atEnd.exec(query.slice(0, caret)) ?? []
  const field = queryFields.find((one) => one.name === name.toLowerCase())?.name
  if (!field || /^[^\s,]/.test(query.slice(caret))) return []
  const typed = quoted ?? plain
  const start = caret - typed.length - (quoted === undefined ? 0 : 1)
  const fits = valuesOf(field, names).filter(({ value, label }) =>
    [value, label].some((text) => text.toLowerCase().includes(typed.toLowerCase())),
  )
  // Nothing is left to say about a value that is written out.
  if (fits.length === 1 && fits[0]?.value.toLowerCase() === typed.toLowerCase()) return []
  return fits.slice(0, mostShown).map(({ value, label }) => {
    const before = query.slice(0, start) + writtenValue(value)
    const after = query.slice(caret).replace(/^"/, '')
    return {
      label: value,
      note: label === value ? '' : label,
      query: before + (after === '' ? ' ' : after),
      caret: before.length + (after === '' || /^\s/.test(after) ? 1 : 0),
    }
  })
}

function valuesOf(field: QueryField, { places, authors, tags, categories }: Names) {
  const plain = (all: readonly string[]) => all.map((value) => ({ value, label: value }))
  switch (field) {
    case 'type':
      return DocumentType.options.map((value) => ({ value, label: typeLabels[value] }))
    case 'in':
      return plain(places)
    case 'from':
      return plain(authors)
    case 'tag':
      return plain(tags)
    case 'category':
      return plain(categories)
    case 'is':
      return documentFlags.map((value) => ({ value, label: flagLabels[value] }))
    case 'before':
    case 'after':
    case 'on':
      return dates
  }
}

const flagLabels = {
  tagged: 'Has a tag',
  untagged: 'Has no tag',
  pasted: 'Was pasted as text',
  recent: 'Came within the past seven days',
} as const

const dates = [
  { value: 'today', label: 'Today' },
  { value: 'yesterday', label: 'Yesterday' },
  { value: '7d', label: 'Seven days ago' },
  { value: '1m', label: 'A month ago' },
  { value: '1y', label: 'A year ago' },
]
