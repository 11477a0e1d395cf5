import { useQuery } from '@tanstack/react-query'
import { client } from '../app/client.ts'

/** What the library holds, where it is kept and how much room it takes. */
export function useStatus() {
  return useQuery({
    queryKey: ['system', 'status'],
    queryFn: ({ signal }) => client.system.status(undefined, { signal }),
  })
}

/** What pictures and recordings are read with; looked at again whenever the page is, as files may have been put there. */
export function useReadingSetup() {
  return useQuery({
    queryKey: ['library', 'reading'],
    queryFn: ({ signal }) => client.library.reading(undefined, { signal }),
    staleTime: 0,
    refetchOnWindowFocus: 'always',
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
