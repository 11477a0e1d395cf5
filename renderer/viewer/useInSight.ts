import { type RefObject, useEffect, useState } from 'react'

/** Whether an element is in sight or near it; stays true once it was when `keep` is set. */
export function useInSight(element: RefObject<HTMLElement | null>, margin: string) {
  const [inSight, setInSight] = useState(false)
  useEffect(() => {
    if (!element.current) return
    const watcher = new IntersectionObserver(([entry]) => setInSight(entry?.isIntersecting ?? false), {
      root: element.current.closest('.pages, .thumbs'),
      rootMargin: margin,
    })
    watcher.observe(element.current)
    return () => watcher.disconnect()
  }, [element, margin])
  return inSight
}
