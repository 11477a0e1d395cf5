import { useRouter } from '@tanstack/react-router'
import { useEffect } from 'react'
import { client } from './client.ts'
import { followForever } from './live.ts'

/** Name of the event on `window` that asks the composer to take the focus. */
export const focusQuestionEvent = 'alcove:focus-question'

/** Follows deep links, tray and menus of the shell around the page; `focus` only, where the page keeps its place. */
export function useShellEvents(follow: 'all' | 'focus' = 'all') {
  const router = useRouter()
  useEffect(
    () =>
      followForever(
        (signal) => client.system.shell(undefined, { signal }),
        (event) => {
          if (event.type === 'focus-question') window.dispatchEvent(new Event(focusQuestionEvent))
          else if (follow === 'all') router.history.push(event.route)
        },
      ),
    [router, follow],
  )
}
