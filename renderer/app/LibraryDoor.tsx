import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useEffect } from 'react'
import { ConvertingScreen } from '../encryption/ConvertingScreen.tsx'
import { LockScreen } from '../encryption/LockScreen.tsx'
import { useElapsed } from '../ui/Skeleton.tsx'
import { Toasts } from '../ui/Toasts.tsx'
import { client, connection } from './client.ts'
import { queries } from './queries.ts'

/** Shows the pages while the library is open; else what there is to do about that. */
export function LibraryDoor({ children }: { readonly children: ReactNode }) {
  const cache = useQueryClient()
  const { data } = useQuery({
    ...queries.encryption,
    refetchInterval: ({ state }) => (state.data?.state === 'working' ? 500 : false),
  })
  const isLate = useElapsed(500)
  const state = data?.state
  const isShut = state === 'closed' || state === 'working'
  useAskedAnew()
  usePresence(state === 'open')
  useEffect(() => {
    // What was read of the library is not kept behind a closed door.
    if (isShut) cache.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'encryption' })
  }, [isShut, cache])
  if (!data) return isLate ? children : null
  if (!isShut) return children
  return (
    <>
      {data.work ? <ConvertingScreen work={data.work} /> : <LockScreen ways={data.ways} />}
      <Toasts />
    </>
  )
}

/** Whoever answers after the line was lost may be behind another door. */
function useAskedAnew() {
  const cache = useQueryClient()
  useEffect(
    () =>
      connection.subscribe(() => {
        if (connection.state() === 'open') void cache.invalidateQueries({ queryKey: queries.encryption.queryKey })
      }),
    [cache],
  )
}

const toldEvery = 20_000

/** Tells that a person is there whenever they do something, so that the library is not closed while it is used. */
function usePresence(counts: boolean) {
  useEffect(() => {
    if (!counts) return
    let toldAt = 0
    const tell = () => {
      if (Date.now() - toldAt < toldEvery) return
      toldAt = Date.now()
      client.encryption.touch().catch(() => {})
    }
    for (const name of signs) window.addEventListener(name, tell, { passive: true, capture: true })
    return () => {
      for (const name of signs) window.removeEventListener(name, tell, { capture: true })
    }
  }, [counts])
}

const signs = ['pointerdown', 'keydown', 'wheel', 'focus'] as const
