import { useQuery } from '@tanstack/react-query'
import { client } from '../app/client.ts'
import { useDocument } from '../app/useDocument.ts'
import { Button } from '../ui/Button.tsx'
import { plural } from '../ui/words.ts'
import type { ViewProps } from './DocumentView.tsx'

const shown = 200

/** A file without words of its own: the documents inside it (a mailbox, an export of chats), each to be opened. */
export function HolderView({ document }: ViewProps) {
  const { open } = useDocument()
  const { data } = useQuery({
    queryKey: ['library', 'inside', document.id],
    queryFn: ({ signal }) =>
      client.library.list({ insideOf: document.id, limit: shown, sort: 'title', descending: false }, { signal }),
  })
  if (!data) return <div className="pages" aria-busy />
  return (
    <div className="pages">
      <div className="sheet">
        {data.total === 0 ? (
          <p className="em">There are no words in this file at present. It is read again once it changes.</p>
        ) : (
          <p className="em">
            {plural(data.total, 'document')} in this file{data.total > shown && `, the first ${shown} of them here`}
          </p>
        )}
        <ul className="mt-2" aria-label="Documents in this file">
          {data.items.map(({ documentId, title }) => (
            <li key={documentId}>
              <Button kind="quiet" onClick={() => documentId !== null && open({ documentId, marks: [], page: null })}>
                {title}
              </Button>
            </li>
          ))}
        </ul>
      </div>
    </div>
  )
}
