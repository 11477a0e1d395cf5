import { useVirtualizer } from '@tanstack/react-virtual'
import { type ReactNode, useEffect, useMemo, useRef } from 'react'
import type { DocumentPlace } from '../app/document-place.ts'
import { type Line, lineAt } from './lines.ts'

export interface LinesProps {
  readonly lines: readonly Line[]
  readonly place: DocumentPlace
  /** A line to be brought into sight; a new object each time it is asked for. */
  readonly goTo?: { readonly index: number } | null
  readonly lineHeight: number
  readonly className: string
  readonly label: string
  readonly head?: ReactNode
  readonly children: (line: Line, index: number) => ReactNode
}

/** Lines of a document of any length: only those in sight are on the page. Opens at the first marked one. */
export function Lines({ lines, place, goTo = null, lineHeight, className, label, head, children }: LinesProps) {
  const scroll = useRef<HTMLElement>(null)
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => lineHeight,
    overscan: 20,
    // A head of columns stands close above its rows.
    paddingStart: head ? 4 : 48,
    paddingEnd: 24,
  })
  const first = useMemo(() => (place.marks[0] ? lineAt(lines, place.marks[0].start) : 0), [lines, place])
  useEffect(() => {
    virtual.scrollToIndex(first, { align: first === 0 ? 'start' : 'center' })
    // In a wide table the marked cell may stand far to the side; its row is drawn a moment later.
    const sideways = setTimeout(() => {
      scroll.current?.querySelector('mark')?.scrollIntoView({ block: 'nearest', inline: 'center' })
    }, 60)
    return () => clearTimeout(sideways)
  }, [first, virtual])
  useEffect(() => {
    if (!goTo) return
    virtual.scrollToIndex(goTo.index, { align: 'start' })
    // The keyboard goes on from where the eye is.
    scroll.current?.focus({ preventScroll: true })
  }, [goTo, virtual])

  return (
    <section ref={scroll} className="pages drawn" tabIndex={0} aria-label={label}>
      <div className={`sheet ${className}`} style={{ paddingBlock: 0 }}>
        {head}
        <div className="lines" style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(({ index, key, start }) => {
            const line = lines[index]
            return line ? (
              <div
                key={key}
                data-index={index}
                ref={virtual.measureElement}
                style={{ transform: `translateY(${start}px)` }}
              >
                {children(line, index)}
              </div>
            ) : null
          })}
        </div>
      </div>
    </section>
  )
}
