import { type RefObject, useEffect } from 'react'

const about = '[data-cites]'

/**
 * Pointing at a sentence brings out its sources, pointing at a source its sentences; by pointer and by focus. It only
 * sets attributes, so that moving the pointer renders nothing.
 */
export function usePointing(thread: RefObject<HTMLElement | null>, opened: string | null) {
  useEffect(() => {
    const element = thread.current
    if (!element) return
    const stop = new AbortController()
    const { signal } = stop
    element.addEventListener('pointerover', point, { signal })
    element.addEventListener('pointerleave', () => show(null), { signal })
    element.addEventListener('focusin', point, { signal })
    element.addEventListener('focusout', () => show(null), { signal })
    show(null)
    return () => stop.abort()

    function point(event: Event) {
      const pointed = event.target instanceof Element ? event.target.closest<HTMLElement>(about) : null
      show(pointed?.dataset.cites ?? null)
    }

    function show(cites: string | null) {
      const wanted = new Set((cites ?? opened ?? '').split(' ').filter((one) => one !== ''))
      element?.toggleAttribute('data-pointing', cites !== null)
      for (const one of element?.querySelectorAll<HTMLElement>(about) ?? []) {
        one.toggleAttribute('data-on', one.dataset.cites?.split(' ').some((cite) => wanted.has(cite)) ?? false)
      }
    }
  }, [thread, opened])
}
