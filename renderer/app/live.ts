import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useSyncExternalStore } from 'react'
import { DocumentState } from '#contract/document-state'
import type { LibraryState } from '#contract/library.contract'
import { client, connection } from './client.ts'
import { queries } from './queries.ts'

/** Whether the line to the program is up. */
export function useConnectionState() {
  return useSyncExternalStore(connection.subscribe, connection.state)
}

/** Keeps the state of the library fresh for as long as the page is open, and refetches what may have changed with it. */
export function useLiveLibrary() {
  const cache = useQueryClient()
  useEffect(
    () =>
      followForever(
        (signal) => client.library.changes(undefined, { signal }),
        (state) => {
          const before = cache.getQueryData(queries.libraryState.queryKey)
          cache.setQueryData(queries.libraryState.queryKey, state)
          if (before && isSame(before, state)) return
          void cache.invalidateQueries({ queryKey: queries.sources.queryKey })
          void cache.invalidateQueries({ queryKey: ['library', 'list'] })
          void cache.invalidateQueries({ queryKey: ['library', 'tree'] })
          if (before?.documents !== state.documents)
            void cache.invalidateQueries({ queryKey: queries.suggestions.queryKey })
        },
      ),
    [cache],
  )
}

/** Shows the titles that models give, when they come. */
export function useLiveTitles() {
  const cache = useQueryClient()
  useEffect(
    () =>
      followForever(
        (signal) => client.chat.titled(undefined, { signal }),
        () => void cache.invalidateQueries({ queryKey: ['chat'] }),
      ),
    [cache],
  )
}

/** True while no file has come, gone, or changed its state: what is listed is still so. */
function isSame(before: LibraryState, state: LibraryState) {
  const states = DocumentState.options.every((each) => before.byState[each] === state.byState[each])
  return states && before.documents === state.documents && before.queue === state.queue
}

/** Refetches everything when a lost line is up again: it may be another program that answers. */
export function useRefetchAfterLoss() {
  const cache = useQueryClient()
  useEffect(() => {
    let before = connection.state()
    return connection.subscribe(() => {
      const now = connection.state()
      if (before === 'lost' && now === 'open') {
        void cache.invalidateQueries({ predicate: (query) => query.queryKey !== queries.libraryState.queryKey })
      }
      before = now
    })
  }, [cache])
}

/** Reads a stream from the server until it is told to stop, opening it again whenever it ends or breaks. */
export function followForever<T>(
  open: (signal: AbortSignal) => Promise<AsyncIterable<T>>,
  onEvent: (event: T) => void,
): () => void {
  const stop = new AbortController()
  void follow()
  return () => stop.abort()

  async function follow() {
    while (!stop.signal.aborted) {
      try {
        for await (const event of await open(stop.signal)) {
          if (stop.signal.aborted) return
          onEvent(event)
        }
      } catch {
        // A broken stream is shown by the state of the connection; here it is only opened again.
      }
      await pause(stop.signal)
    }
  }
}

function pause(signal: AbortSignal) {
  return new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, 1_000)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve()
    })
  })
}
