import { useEffect, useRef } from 'react'
import { create } from 'zustand'

type Take = (files: readonly File[]) => void

/** What takes files that are dropped on the page; null: they go into the library. */
export const useFileTaker = create<{ readonly take: Take | null }>(() => ({ take: null }))

/** Has the files that are dropped anywhere come here while this is on the page. */
export function useTakeFiles(take: Take) {
  const latest = useRef(take)
  latest.current = take
  useEffect(() => {
    const mine: Take = (files) => latest.current(files)
    useFileTaker.setState({ take: mine })
    return () => useFileTaker.setState((now) => (now.take === mine ? { take: null } : now))
  }, [])
}
