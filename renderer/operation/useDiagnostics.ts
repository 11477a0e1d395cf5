import { useMutation, useQuery } from '@tanstack/react-query'
import { client } from '../app/client.ts'
import { saveBytes } from '../app/save-file.ts'

/** Collects diagnostics when it is first shown, and saves what is not left out. */
export function useDiagnostics() {
  const { data, isError, refetch } = useQuery({
    queryKey: ['operation', 'diagnostics'],
    queryFn: ({ signal }) => client.operation.diagnostics.collect(undefined, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
    // What was looked at is what is saved; the next time it is collected anew.
    gcTime: 0,
  })
  const save = useMutation({
    mutationFn: async (leaveOut: readonly string[]) => {
      if (!data) return null
      const { name, base64 } = await client.operation.diagnostics.pack({ id: data.id, leaveOut: [...leaveOut] })
      saveBytes({ name, type: 'application/zip', base64 })
      return name
    },
    onError: () => void refetch(),
  })
  return { files: data?.files, isError, save }
}
