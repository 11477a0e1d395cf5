import { useNavigate } from '@tanstack/react-router'
import { ask } from '../app/asked.ts'
import { useDocument } from '../app/useDocument.ts'
import { type Picked, possible } from './selection.ts'
import { useBin } from './useBin.ts'
import { useWork } from './useLibrary.ts'

export interface Labelling {
  readonly what: 'tag' | 'category'
  readonly documents: readonly Picked[]
}

export interface Doings {
  readonly open: (row: Picked) => void
  readonly passages: (row: Picked) => void
  readonly ask: (row: Picked) => void
  readonly why: (row: Picked) => void
  readonly again: (rows: readonly Picked[]) => void
  readonly leaveOut: (rows: readonly Picked[]) => void
  readonly tag: (rows: readonly Picked[]) => void
  readonly categorize: (rows: readonly Picked[]) => void
  readonly remove: (rows: readonly Picked[]) => void
}

export interface DoingsOptions {
  readonly onLabel: (labelling: Labelling) => void
  /** Called when the rows are no longer where they were. */
  readonly onRemoved: () => void
}

/** What can be done with rows of the library, one or many; what cannot be done with a row leaves it alone. */
export function useDoings({ onLabel, onRemoved }: DoingsOptions): Doings {
  const { open } = useDocument()
  const work = useWork()
  const bin = useBin()
  const navigate = useNavigate()

  return {
    open: ({ documentId, state }) => {
      if (documentId !== null && state !== 'gone') open({ documentId, marks: [], page: null })
    },
    passages: ({ documentId }) => documentId && ask({ kind: 'passages', documentId }),
    ask: ({ documentId }) => documentId && void navigate({ to: '/', search: { about: documentId } }),
    why: ({ path }) => ask({ kind: 'why', path, query: '' }),
    again: (rows) => withSome(possible(rows).again, work.retry),
    leaveOut: (rows) => withSome(possible(rows).waiting, work.leaveOut),
    tag: (rows) => withSome(documentsOf(rows), (documents) => onLabel({ what: 'tag', documents })),
    categorize: (rows) => withSome(documentsOf(rows), (documents) => onLabel({ what: 'category', documents })),
    remove: (rows) =>
      withSome(documentsOf(rows), (documents) => {
        bin.remove(documents)
        onRemoved()
      }),
  }
}

function documentsOf(rows: readonly Picked[]) {
  const ids = new Set(possible(rows).documentIds)
  return rows.filter(({ documentId }) => documentId !== null && ids.has(documentId))
}

/** No id at all would mean all files. */
function withSome<T>(some: readonly T[], then: (some: readonly T[]) => void) {
  if (some.length > 0) then(some)
}
