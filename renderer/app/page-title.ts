import { useEffect } from 'react'
import { create } from 'zustand'

/** The title of the page, for the window and the bar of narrow windows. */
export const usePageTitleStore = create<{ readonly title: string }>(() => ({ title: '' }))

/** Names the page that is shown. */
export function usePageTitle(title: string) {
  useEffect(() => {
    usePageTitleStore.setState({ title })
    document.title = title ? `${title} · Alcove` : 'Alcove'
  }, [title])
}
