import { type PDFDocumentProxy, type PDFPageProxy, TextLayer } from 'pdfjs-dist'
import { useEffect, useRef, useState } from 'react'
import { locateEach } from './locate.ts'
import { useInSight } from './useInSight.ts'
import { usePdfPage } from './usePdf.ts'

export interface PdfPageProps {
  readonly pdf: PDFDocumentProxy
  readonly number: number
  readonly ratio: number
  /** Words to mark on this page. */
  readonly words: readonly string[]
  readonly onMarked: (mark: HTMLElement) => void
}

interface Box {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

interface Marked {
  readonly key: string
  readonly boxes: readonly Box[]
}

const noBoxes: readonly Box[] = []

/** One page: drawn while it is in sight, its words selectable, the evidence marked on it. */
export function PdfPage({ pdf, number, ratio, words, onMarked }: PdfPageProps) {
  const sheet = useRef<HTMLDivElement>(null)
  const text = useRef<HTMLDivElement>(null)
  const inSight = useInSight(sheet, '100% 0px')
  const page = usePdfPage(pdf, number, inSight || words.length > 0)
  const canvas = usePicture(page, sheet, inSight)
  const boxes = useMarks(page, text, sheet, words, inSight || words.length > 0)
  const first = useRef<HTMLElement>(null)
  useEffect(() => {
    if (boxes.length > 0 && first.current) onMarked(first.current)
  }, [boxes, onMarked])
  const own = page?.getViewport({ scale: 1 })

  return (
    <div
      ref={sheet}
      className="pdf-page"
      data-page={number}
      style={{ aspectRatio: `1 / ${own ? own.height / own.width : ratio}` }}
    >
      <canvas ref={canvas} aria-hidden />
      {boxes.map(({ left, top, width, height }, index) => (
        <mark
          key={`${left}:${top}`}
          ref={index === 0 ? first : undefined}
          className="pdf-mark"
          style={{ left: `${left}%`, top: `${top}%`, width: `${width}%`, height: `${height}%` }}
        />
      ))}
      <div ref={text} className="pdf-text" dir="auto" />
    </div>
  )
}

function usePicture(page: PDFPageProxy | null, sheet: React.RefObject<HTMLElement | null>, inSight: boolean) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const width = useWidth(sheet)
  useEffect(() => {
    const element = canvas.current
    if (!element || !page || !inSight || width === 0) return
    const scale = width / page.getViewport({ scale: 1 }).width
    const viewport = page.getViewport({ scale: scale * Math.min(window.devicePixelRatio, 2) })
    element.width = Math.floor(viewport.width)
    element.height = Math.floor(viewport.height)
    const drawing = page.render({ canvas: element, viewport })
    drawing.promise.catch(() => {
      // Cancelled because the page left the screen, or it is drawn anew in another size.
    })
    return () => drawing.cancel()
  }, [page, inSight, width])
  return canvas
}

function useMarks(
  page: PDFPageProxy | null,
  text: React.RefObject<HTMLDivElement | null>,
  sheet: React.RefObject<HTMLElement | null>,
  words: readonly string[],
  wanted: boolean,
) {
  const [marked, setMarked] = useState<Marked>({ key: '', boxes: [] })
  const width = useWidth(sheet)
  const key = words.join('\n\n')
  useEffect(() => {
    const container = text.current
    if (!container || !page || !wanted || width === 0) return
    const viewport = page.getViewport({ scale: width / page.getViewport({ scale: 1 }).width })
    container.style.setProperty('--total-scale-factor', String(viewport.scale))
    container.replaceChildren()
    let shown = true
    let layer: TextLayer | null = null
    void draw().catch(() => {
      // The page went away while its words were being laid out.
    })
    return () => {
      shown = false
      layer?.cancel()
    }

    async function draw() {
      if (!page || !container) return
      const content = await page.getTextContent()
      if (!shown) return
      layer = new TextLayer({ textContentSource: content, container, viewport })
      await layer.render()
      if (!shown) return
      const divs = layer.textDivs
      const items = content.items.flatMap((item) => ('str' in item ? [item.str] : []))
      const frame = container.getBoundingClientRect()
      const places = locateEach(key.split('\n\n'), items)
      setMarked({ key, boxes: places.flatMap(({ item, start, end }) => boxesOf(divs[item], start, end, frame)) })
    }
  }, [page, text, wanted, width, key])
  // Those of the words before are not the evidence any more.
  return marked.key === key ? marked.boxes : noBoxes
}

function boxesOf(div: HTMLElement | undefined, start: number, end: number, frame: DOMRect): Box[] {
  const words = div?.firstChild
  if (!(words instanceof Text)) return []
  const range = document.createRange()
  range.setStart(words, Math.min(start, words.length))
  range.setEnd(words, Math.min(end, words.length))
  return [...range.getClientRects()].map((rect) => ({
    left: ((rect.left - frame.left) / frame.width) * 100,
    top: ((rect.top - frame.top) / frame.height) * 100,
    width: (rect.width / frame.width) * 100,
    height: (rect.height / frame.height) * 100,
  }))
}

function useWidth(element: React.RefObject<HTMLElement | null>) {
  const [width, setWidth] = useState(0)
  useEffect(() => {
    if (!element.current) return
    const watcher = new ResizeObserver(([entry]) => setWidth(Math.round(entry?.contentRect.width ?? 0)))
    watcher.observe(element.current)
    return () => watcher.disconnect()
  }, [element])
  return width
}
