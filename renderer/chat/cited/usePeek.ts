import { type RefObject, useEffect, useState } from 'react'

/** The number of a source that is pointed at, or that has the keyboard's focus. */
export interface Peeked {
  readonly button: HTMLElement
  readonly scope: string
  readonly n: number
}

const untilShown = 150
const untilGone = 200

/**
 * Which number is looked at: after a moment by the pointer, at once by the keyboard, never by touch, which opens the source
 * itself. One pair of listeners for all numbers, however many an answer has.
 */
export function usePeek(thread: RefObject<HTMLElement | null>) {
  const [peeked, setPeeked] = useState<Peeked | null>(null)
  useEffect(() => {
    const element = thread.current
    if (!element) return
    const stop = new AbortController()
    const { signal } = stop
    let timer: ReturnType<typeof setTimeout> | undefined
    element.addEventListener('pointerover', point, { signal })
    element.addEventListener('focusin', focus, { signal })
    element.addEventListener('focusout', () => later(() => setPeeked(null), 0), { signal })
    element.addEventListener('click', () => later(() => setPeeked(null), 0), { signal })
    document.addEventListener('pointerover', stay, { signal })
    document.addEventListener('keydown', escape, { signal, capture: true })
    return () => {
      clearTimeout(timer)
      stop.abort()
    }

    function point(event: PointerEvent) {
      const wanted = numberAt(event.target)
      if (!wanted || event.pointerType === 'touch') return
      later(() => setPeeked(wanted), untilShown)
    }

    function focus(event: FocusEvent) {
      const wanted = numberAt(event.target)
      if (wanted?.button.matches(':focus-visible')) later(() => setPeeked(wanted), 0)
    }

    /** It stays while the pointer is on the number or on the card, or the number has the focus. */
    function stay({ target }: PointerEvent) {
      const isOver = target instanceof Element && target.closest('.source-peek, button.c') !== null
      if (target instanceof Element && target.closest('.source-peek')) clearTimeout(timer)
      if (!isOver && !document.activeElement?.matches('button.c:focus-visible')) {
        later(() => setPeeked(null), untilGone)
      }
    }

    function escape(event: KeyboardEvent) {
      if (event.key !== 'Escape') return
      setPeeked((now) => {
        // One step back: the card goes, and nothing else.
        if (now) event.stopPropagation()
        return null
      })
    }

    function later(change: () => void, after: number) {
      clearTimeout(timer)
      timer = setTimeout(change, after)
    }
  }, [thread])
  return { peeked, close: () => setPeeked(null) }
}

function numberAt(target: EventTarget | null): Peeked | null {
  const button = target instanceof Element ? target.closest<HTMLElement>('button.c') : null
  const n = Number(button?.textContent)
  const scope = button?.closest('[data-scope]')?.getAttribute('data-scope')
  return button && scope && n > 0 ? { button, scope, n } : null
}
