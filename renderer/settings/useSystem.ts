import { useQuery } from '@tanstack/react-query'
import { client } from '../app/client.ts'

/** What the library holds, where it is kept and how much room it takes. */
export function useStatus() {
  return useQuery({
    queryKey: ['system', 'status'],
    queryFn: ({ signal }) => client.system.status(undefined, { signal }),
  })
}

/** Which Alcove this is. */
export function useVersion() {
  return useQuery({
    queryKey: ['system', 'version'],
    queryFn: ({ signal }) => client.system.version(undefined, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  })
}

/** Checks every part; again whenever it is asked to. */
export function useDoctor() {
  return useQuery({
    queryKey: ['system', 'doctor'],
    queryFn: ({ signal }) => client.system.doctor(undefined, { signal }),
    staleTime: 0,
  })
}
