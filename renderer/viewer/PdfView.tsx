import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { DocumentPlace } from '../app/document-place.ts'
import { AfterBlink, Bones } from '../ui/Skeleton.tsx'
import type { ViewProps } from './DocumentView.tsx'
import './pdf.css'
import { PdfPage } from './PdfPage.tsx'
import { PdfThumbs } from './PdfThumbs.tsx'
import { TextView } from './TextView.tsx'
import { useKeptPlace } from './useKeptPlace.ts'
import { usePdf } from './usePdf.ts'

const noEvidence: readonly DocumentPlace[] = []

/** A PDF as it was printed, open at its passage. When it cannot be drawn, its text is shown. */
export function PdfView(props: ViewProps) {
  const { document, place, evidence = noEvidence, onPages, plain } = props
  const { loaded, broken } = usePdf(document.id)
  const scroll = useRef<HTMLElement>(null)
  const [current, setCurrent] = useState(place.page ?? 1)
  const wordsOf = useWords(document.text, document.id, place, evidence)

  const toPage = useCallback((page: number) => {
    scroll.current?.querySelector(`[data-page="${page}"]`)?.scrollIntoView({ block: 'start' })
  }, [])
  const hold = useKeptPlace(scroll, loaded !== null)
  const shownPlace = useRef<DocumentPlace | null>(null)
  const onMarked = useCallback(
    (mark: HTMLElement) => {
      hold(mark, shownPlace.current === place ? 'if held' : 'now')
      shownPlace.current = place
    },
    [place, hold],
  )
  useEffect(() => {
    if (loaded && place.page && shownPlace.current !== place) toPage(place.page)
  }, [loaded, place, toPage])
  useCurrentPage(scroll, loaded !== null, setCurrent)
  const of = loaded?.pdf.numPages
  useEffect(() => {
    if (of) onPages?.({ at: current, of })
    return () => onPages?.(null)
  }, [current, of, onPages])

  if (broken) return <TextView {...props} why={cannotDraw} />
  return (
    <>
      {loaded && !plain && loaded.pdf.numPages > 1 && (
        <PdfThumbs pdf={loaded.pdf} ratio={loaded.ratio} current={current} wordsOf={wordsOf.all} onPage={toPage} />
      )}
      <section ref={scroll} className="pages" tabIndex={0} aria-label={document.title} aria-busy={!loaded}>
        {loaded ? (
          Array.from({ length: loaded.pdf.numPages }, (_, index) => (
            <PdfPage
              key={index}
              pdf={loaded.pdf}
              number={index + 1}
              ratio={loaded.ratio}
              words={wordsOf.here(index + 1)}
              onMarked={onMarked}
            />
          ))
        ) : (
          <AfterBlink>
            <div className="sheet">
              <Bones widths={[94, 99, 97, 46]} />
            </div>
          </AfterBlink>
        )}
      </section>
    </>
  )
}

const cannotDraw =
  'The pages of this PDF cannot be drawn; the file may be damaged. Its text, as it was read, is shown instead.'
const none: readonly string[] = []

/** The words to mark on each page: of this place, and of all evidence in this document. */
function useWords(text: string, documentId: string, place: DocumentPlace, evidence: readonly DocumentPlace[]) {
  return useMemo(() => {
    const here = new Map(place.page === null ? [] : [[place.page, wordsAt(text, place)]])
    const all = new Map(here)
    for (const one of evidence) {
      if (one.documentId !== documentId || one.page === null) continue
      all.set(one.page, [...new Set([...(all.get(one.page) ?? []), ...wordsAt(text, one)])])
    }
    return { here: (page: number) => here.get(page) ?? none, all: (page: number) => all.get(page) ?? none }
  }, [text, documentId, place, evidence])
}

function wordsAt(text: string, { marks }: DocumentPlace) {
  return marks.map(({ start, end }) => text.slice(start, end).replace(/\s+/g, ' '))
}

function useCurrentPage(scroll: React.RefObject<HTMLElement | null>, ready: boolean, onPage: (page: number) => void) {
  useEffect(() => {
    const element = scroll.current
    if (!element || !ready) return
    const look = () => {
      const middle = element.getBoundingClientRect().top + element.clientHeight / 2
      const page = [...element.querySelectorAll<HTMLElement>('[data-page]')].findLast(
        (one) => one.getBoundingClientRect().top <= middle,
      )
      if (page) onPage(Number(page.dataset.page))
    }
    element.addEventListener('scroll', look, { passive: true })
    look()
    return () => element.removeEventListener('scroll', look)
  }, [scroll, ready, onPage])
}
