import { useQuery } from '@tanstack/react-query'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useRef, useState } from 'react'
import type { Passage } from '#contract/passage'
import { queries, useLibraryState } from '../app/queries.ts'
import { useDocument } from '../app/useDocument.ts'
import { Dialog } from '../ui/Dialog.tsx'
import { nameOfFile } from '../ui/file-name.ts'
import { AfterBlink, Bones } from '../ui/Skeleton.tsx'
import { plural } from '../ui/words.ts'
import { passagePlace } from './passage-place.ts'
import './passages.css'

export interface PassagesDialogProps {
  readonly documentId: string
  readonly onClose: () => void
}

/** The passages of a document in reading order, with their places; a click opens the document there, marked. */
export function PassagesDialog({ documentId, onClose }: PassagesDialogProps) {
  const { data: passages, isError, refetch } = useQuery(queries.passages(documentId))
  const library = useLibraryState()
  const first = passages?.[0]
  const list = useRef<HTMLDivElement>(null)
  const meaning = library?.progress.passagesWaiting === 0 ? 'found by words and by meaning' : 'found by words'
  return (
    <Dialog
      open
      onClose={onClose}
      size="wide"
      initialFocus={list}
      title={first ? nameOfFile(first) : 'Passages'}
      description={
        passages ? `${plural(passages.length, 'passage')}, ${meaning}. Each is found and cited on its own.` : undefined
      }
    >
      {isError && (
        <p className="text-danger" role="alert">
          The passages could not be loaded just now.{' '}
          <button type="button" className="link" onClick={() => void refetch()}>
            Try again
          </button>
        </p>
      )}
      {!passages && !isError && (
        <AfterBlink>
          <Bones widths={[90, 70, 84, 60]} />
        </AfterBlink>
      )}
      <div ref={list} tabIndex={-1} className="outline-none">
        {passages && <PassageList passages={passages} onClose={onClose} />}
      </div>
    </Dialog>
  )
}

function PassageList({ passages, onClose }: { readonly passages: readonly Passage[]; readonly onClose: () => void }) {
  const [scroll, setScroll] = useState<HTMLElement | null>(null)
  const { open } = useDocument()
  const rows = useVirtualizer({
    count: passages.length,
    getScrollElement: () => scroll,
    estimateSize: () => 60,
    overscan: 8,
  })
  return (
    <div className="passages" ref={setScroll}>
      <ol style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map(({ index, key, start }) => {
          const passage = passages[index]
          if (!passage) return null
          return (
            <li
              key={key}
              ref={rows.measureElement}
              data-index={index}
              aria-posinset={index + 1}
              aria-setsize={passages.length}
              style={{ transform: `translateY(${start}px)` }}
            >
              <button
                type="button"
                onClick={() => {
                  open({ documentId: passage.documentId, page: passage.page, marks: [passage.range] })
                  onClose()
                }}
              >
                <span className="place num" title={passage.heading ?? undefined}>
                  {passagePlace(passage)}
                </span>
                <span className="words" dir="auto">
                  {passage.text.slice(0, 400)}
                </span>
              </button>
            </li>
          )
        })}
      </ol>
    </div>
  )
}
