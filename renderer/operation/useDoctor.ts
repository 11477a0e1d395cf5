import { useQuery } from '@tanstack/react-query'
import { client } from '../app/client.ts'

/** Checks every part; again whenever it is asked to. */
export function useDoctor() {
  return useQuery({
    queryKey: ['system', 'doctor'],
    queryFn: ({ signal }) => client.system.doctor(undefined, { signal }),
    staleTime: 0,
  })
}
