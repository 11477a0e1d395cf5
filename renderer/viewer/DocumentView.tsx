import { ORPCError } from '@orpc/client'
import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import type { DocumentDetail } from '#contract/library-item'
import type { DocumentPlace } from '../app/document-place.ts'
import { queries } from '../app/queries.ts'
import { AfterBlink, Bones } from '../ui/Skeleton.tsx'
import { HolderView } from './HolderView.tsx'
import { TableView } from './TableView.tsx'
import { TextView } from './TextView.tsx'
import './viewer.css'
import { WrittenView } from './WrittenView.tsx'

const PdfView = lazy(() => import('./PdfView.tsx').then(({ PdfView: view }) => ({ default: view })))
const CodeView = lazy(() => import('./CodeView.tsx').then(({ CodeView: view }) => ({ default: view })))

export interface Pages {
  readonly at: number
  readonly of: number
}

export interface DocumentViewProps {
  readonly place: DocumentPlace
  /** All evidence of the page; thumbnails carry its marks. */
  readonly evidence?: readonly DocumentPlace[]
  readonly onPages?: (pages: Pages | null) => void
  /** Without thumbnails, for a preview. */
  readonly plain?: boolean
}

/** A document at a place, marked, in the form that fits its type. */
export function DocumentView(props: DocumentViewProps) {
  const { data: document, error } = useQuery(queries.document(props.place.documentId))
  if (error) return <Missing removed={error instanceof ORPCError && error.code === 'DOCUMENT_NOT_FOUND'} />
  if (!document) return <Waiting />
  return (
    <Suspense fallback={<Waiting />}>
      <ViewOf document={document} {...props} />
    </Suspense>
  )
}

export interface ViewProps extends DocumentViewProps {
  readonly document: DocumentDetail
}

function ViewOf(props: ViewProps) {
  if (props.document.text === '') return <HolderView {...props} />
  switch (props.document.type) {
    case 'pdf':
      return props.document.original ? <PdfView {...props} /> : <TextView {...props} why={originalGone} />
    case 'markdown':
    case 'html':
    case 'docx':
    case 'mail':
    case 'chat':
      return <WrittenView {...props} />
    case 'code':
    case 'json':
      return <CodeView {...props} />
    case 'csv':
      return <TableView {...props} />
    case 'text':
    case 'odt':
    case 'rtf':
    case 'slides':
    case 'sheet':
    case 'epub':
    case 'notebook':
    case 'image':
    case 'audio':
      return <TextView {...props} />
  }
}

const originalGone =
  'The PDF is no longer where it was, so its text is shown without its pages. Everything found and cited in it is here.'

function Waiting() {
  return (
    <div className="pages" aria-busy>
      <AfterBlink>
        <div className="sheet">
          <Bones widths={[94, 99, 97, 46]} />
          <Bones widths={[90, 97, 68]} />
        </div>
      </AfterBlink>
    </div>
  )
}

function Missing({ removed }: { readonly removed: boolean }) {
  return (
    <div className="pages">
      <div className="sheet">
        <p className="em">
          {removed ? 'This document is no longer in the library.' : 'This document could not be opened just now.'}
        </p>
        <p className="mt-2 text-muted">
          {removed
            ? 'Your file, if it is still there, was not changed. What was quoted from it stays in the answer.'
            : 'Nothing is lost. Close it and open it again.'}
        </p>
      </div>
    </div>
  )
}
