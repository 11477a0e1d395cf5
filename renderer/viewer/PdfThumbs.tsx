import type { PDFDocumentProxy } from 'pdfjs-dist'
import { useEffect, useRef, useState } from 'react'
import { locate } from './locate.ts'
import { useInSight } from './useInSight.ts'
import { usePdfPage } from './usePdf.ts'

export interface PdfThumbsProps {
  readonly pdf: PDFDocumentProxy
  readonly ratio: number
  readonly current: number
  readonly wordsOf: (page: number) => readonly string[]
  readonly onPage: (page: number) => void
}

/** The pages in small; those with evidence carry its mark. */
export function PdfThumbs({ pdf, ratio, current, wordsOf, onPage }: PdfThumbsProps) {
  const nav = useRef<HTMLElement>(null)
  useEffect(() => {
    nav.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' })
  }, [current])
  return (
    <nav ref={nav} className="thumbs" aria-label="Pages">
      {Array.from({ length: pdf.numPages }, (_, index) => (
        <Thumb
          key={index}
          pdf={pdf}
          ratio={ratio}
          number={index + 1}
          current={current === index + 1}
          words={wordsOf(index + 1)}
          onPage={onPage}
        />
      ))}
    </nav>
  )
}

interface ThumbProps {
  readonly pdf: PDFDocumentProxy
  readonly ratio: number
  readonly number: number
  readonly current: boolean
  readonly words: readonly string[]
  readonly onPage: (page: number) => void
}

function Thumb({ pdf, ratio, number, current, words, onPage }: ThumbProps) {
  const button = useRef<HTMLButtonElement>(null)
  const canvas = useRef<HTMLCanvasElement>(null)
  const inSight = useInSight(button, '50% 0px')
  const page = usePdfPage(pdf, number, inSight)
  const [marks, setMarks] = useState<readonly number[]>([])
  const key = words.join('\n\n')

  useEffect(() => {
    const element = canvas.current
    if (!page || !element || !inSight) return
    const viewport = page.getViewport({ scale: 112 / page.getViewport({ scale: 1 }).width })
    element.width = Math.floor(viewport.width)
    element.height = Math.floor(viewport.height)
    const drawing = page.render({ canvas: element, viewport })
    drawing.promise.catch(() => {
      // Out of sight again before it was drawn.
    })
    return () => drawing.cancel()
  }, [page, inSight])

  useEffect(() => {
    if (!page || key === '') return setMarks([])
    const { height } = page.getViewport({ scale: 1 })
    let shown = true
    page.getTextContent().then(
      ({ items }) => {
        const texts = items.flatMap((item) => ('str' in item ? [item] : []))
        const found = key.split('\n\n').flatMap((one) =>
          locate(
            one,
            texts.map(({ str }) => str),
          ).slice(0, 1),
        )
        const tops = found.map(
          ({ item }) => 1 - (Number(texts[item]?.transform[5] ?? 0) + (texts[item]?.height ?? 0)) / height,
        )
        if (shown) setMarks(tops)
      },
      () => {},
    )
    return () => {
      shown = false
    }
  }, [page, key])

  const own = page?.getViewport({ scale: 1 })
  return (
    <button
      ref={button}
      type="button"
      className="thumb"
      aria-current={current ? 'page' : undefined}
      aria-label={words.length > 0 ? `Page ${number}, with evidence` : `Page ${number}`}
      onClick={() => onPage(number)}
    >
      <i style={{ aspectRatio: `1 / ${own ? own.height / own.width : ratio}` }}>
        <canvas ref={canvas} aria-hidden />
        {marks.map((top) => (
          // Custom properties are not in React's types.
          <b key={top} style={{ '--at': `${Math.max(0, top * 100)}%` } as object} />
        ))}
      </i>
      {number}
    </button>
  )
}
