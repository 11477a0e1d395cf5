import { type RefObject, useEffect } from 'react'

/** Keeps what stands in the middle of a scrolled element there when its width, and with it all in it, changes. */
export function useKeptPlace(scroll: RefObject<HTMLElement | null>, ready: boolean) {
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
      element.scrollTop = middle * element.scrollHeight - element.clientHeight / 2
    })
    element.addEventListener('scroll', keep, { passive: true })
    resized.observe(element)
    return () => {
      element.removeEventListener('scroll', keep)
      resized.disconnect()
    }
  }, [scroll, ready])
}

function middleOf(element: HTMLElement): number {
  return (element.scrollTop + element.clientHeight / 2) / Math.max(1, element.scrollHeight)
}
