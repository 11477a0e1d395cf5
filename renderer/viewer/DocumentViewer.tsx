import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { ChevronLeft, ChevronRight, Maximize2, Minimize2, X } from 'lucide-react'
import { useMemo, useState } from 'react'
import { useActions } from '../app/actions.ts'
import { ask } from '../app/asked.ts'
import { type DocumentPlace, isSamePlace } from '../app/document-place.ts'
import { queries } from '../app/queries.ts'
import { useDocument, useEvidence } from '../app/useDocument.ts'
import { Button, IconButton } from '../ui/Button.tsx'
import { nameOfFile } from '../ui/file-name.ts'
import { hiddenCharactersInWords } from '../ui/hidden-characters.ts'
import { useMatchesMedia } from '../ui/useMatchesMedia.ts'
import { DocumentView } from './DocumentView.tsx'
import './viewer.css'

/** The open document: beside what it was opened from, or full. */
export function DocumentViewer({ place }: { readonly place: DocumentPlace }) {
  const { data: document } = useQuery(queries.document(place.documentId))
  const { full, open, close, setFull } = useDocument()
  const places = useEvidence((store) => store.places)
  const navigate = useNavigate()
  const narrow = useMatchesMedia('(max-width: 1099px)')
  const alone = full || narrow
  const [pages, setPages] = useState<{ readonly at: number; readonly of: number } | null>(null)
  const at = places.findIndex((one) => isSamePlace(one, place))
  const askAbout = () => void navigate({ to: '/', search: { about: place.documentId } })

  const showPassages = () => ask({ kind: 'passages', documentId: place.documentId })

  function step(by: number) {
    const next = places[at === -1 ? (by > 0 ? 0 : places.length - 1) : (at + by + places.length) % places.length]
    if (next) open(next)
  }

  useActions([
    { id: 'close-document', group: 'Document', label: 'Close the document', keys: 'escape', run: close },
    {
      id: 'full-document',
      group: 'Document',
      label: full ? 'Show beside the page' : 'Open full',
      keys: 'o',
      run: () => setFull(!full),
    },
    { id: 'passages', group: 'Document', label: 'Passages of this document', keys: 'p', run: showPassages },
    { id: 'ask-about', group: 'Document', label: 'Ask about this document', keys: 'a', run: askAbout },
    ...(places.length > 0
      ? ([
          { id: 'previous-evidence', group: 'Document', label: 'Previous evidence', keys: '[', run: () => step(-1) },
          { id: 'next-evidence', group: 'Document', label: 'Next evidence', keys: ']', run: () => step(1) },
        ] as const)
      : []),
  ])

  const name = document ? nameOfFile(document) : ''
  const hidden = useMemo(() => hiddenCharactersInWords(document?.text ?? ''), [document?.text])
  return (
    <section className="doc" aria-label={name ? `Document ${name}` : 'Document'} role={alone ? 'main' : undefined}>
      <header>
        <IconButton icon={X} label="Close" keys="escape" onClick={close} />
        <h2 aria-level={alone ? 1 : 2} className="name cut" title={document?.path}>
          {name}
        </h2>
        {pages && (
          <span className="at num">
            page {pages.at} of {pages.of}
          </span>
        )}
        {hidden && (
          <span className="at" title="They are shown by their names in quotes and in plain text.">
            {hidden}
          </span>
        )}
        <span className="grow" />
        <IconButton
          icon={full ? Minimize2 : Maximize2}
          label={full ? 'Beside the page' : 'Open full'}
          keys="o"
          onClick={() => setFull(!full)}
        />
      </header>
      <DocumentView place={place} evidence={places} onPages={setPages} key={place.documentId} />
      <footer>
        {places.length > 0 && (
          <>
            <IconButton icon={ChevronLeft} label="Previous evidence" keys="[" onClick={() => step(-1)} />
            <span className="num">
              {at === -1 ? `${places.length} pieces of evidence` : `Evidence ${at + 1} of ${places.length}`}
            </span>
            <IconButton icon={ChevronRight} label="Next evidence" keys="]" onClick={() => step(1)} />
          </>
        )}
        <span className="grow" />
        <Button kind="quiet" onClick={showPassages}>
          Passages
        </Button>
        <Button onClick={askAbout}>Ask about this document</Button>
      </footer>
    </section>
  )
}
