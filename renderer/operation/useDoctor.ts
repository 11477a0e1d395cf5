import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { RemedyName } from '#contract/health'
import { client } from '../app/client.ts'

const queryKey = ['system', 'doctor']

/** Checks every part; again whenever it is asked to. */
export function useDoctor() {
  return useQuery({
    queryKey,
    queryFn: ({ signal }) => client.system.doctor(undefined, { signal }),
    staleTime: 0,
  })
}

interface Wish {
  readonly remedy: RemedyName
  /** The check that offered it; what came of it is said there. */
  readonly check: string
}

export type Mending = ReturnType<typeof useMending>

/** Does the remedies of the checks, one at a time, and looks again after each. */
export function useMending() {
  const cache = useQueryClient()
  const [said, setSaid] = useState<ReadonlyMap<string, string>>(new Map())
  const tell = (check: string, words: string) => setSaid((before) => new Map([...before, [check, words]]))
  const mending = useMutation({
    mutationFn: ({ remedy }: Wish) => client.system.mend({ remedy }),
    onMutate: ({ check }) => tell(check, ''),
    onSuccess: (mended, { check }) => tell(check, mended.said),
    onError: (_, { check }) =>
      tell(check, 'This could not be done just now. Nothing was changed. Try again in a moment.'),
    onSettled: () => cache.invalidateQueries({ queryKey }),
  })
  return { busy: mending.isPending ? mending.variables.remedy : null, said, mend: mending.mutate }
}

const roomKey = ['system', 'room']

/** What takes room in the data folder, and a way to free some. */
export function useRoom(open: boolean) {
  const cache = useQueryClient()
  const { data, isError } = useQuery({
    queryKey: roomKey,
    queryFn: ({ signal }) => client.system.room(undefined, { signal }),
    staleTime: 0,
    enabled: open,
  })
  const free = useMutation({
    mutationFn: (names: readonly string[]) => client.system.free({ names: [...names] }),
    onSettled: async () => {
      await cache.invalidateQueries({ queryKey: roomKey })
      await cache.invalidateQueries({ queryKey })
    },
  })
  return { room: data, isError, free }
}
