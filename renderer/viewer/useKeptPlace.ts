import { type RefObject, useCallback, useEffect, useRef } from 'react'

const scrolling = new Set(['ArrowUp', 'ArrowDown', 'PageUp', 'PageDown', 'Home', 'End', ' '])

/**
 * Keeps the place of a scrolled element when its width, and with it all in it, changes: the mark last held, until the
 * reader scrolls; afterwards what stands in the middle.
 */
export function useKeptPlace(scroll: RefObject<HTMLElement | null>, ready: boolean) {
  const held = useRef<HTMLElement | null>(null)
  const hold = useCallback((mark: HTMLElement, when: 'now' | 'if held') => {
    if (when === 'if held' && !held.current) return
    held.current = mark
    mark.scrollIntoView({ block: 'center' })
  }, [])
  useEffect(() => {
    const element = scroll.current
    if (!element || !ready) return
    let { clientWidth: width } = element
    let middle = middleOf(element)
    const keep = () => {
      if (element.clientWidth === width) middle = middleOf(element)
    }
    const resized = new ResizeObserver(() => {
      if (element.clientWidth === width) return
      width = element.clientWidth
      if (held.current?.isConnected) held.current.scrollIntoView({ block: 'center' })
      else element.scrollTop = middle * element.scrollHeight - element.clientHeight / 2
    })
    const release = () => {
      held.current = null
    }
    const onKey = ({ key }: KeyboardEvent) => scrolling.has(key) && release()
    const stop = new AbortController()
    const passive = { passive: true, signal: stop.signal }
    element.addEventListener('scroll', keep, passive)
    for (const kind of ['wheel', 'touchmove', 'pointerdown']) element.addEventListener(kind, release, passive)
    element.addEventListener('keydown', onKey, passive)
    resized.observe(element)
    return () => {
      stop.abort()
      resized.disconnect()
    }
  }, [scroll, ready])
  return hold
}

function middleOf(element: HTMLElement): number {
  return (element.scrollTop + element.clientHeight / 2) / Math.max(1, element.scrollHeight)
}
