import { useQuery } from '@tanstack/react-query'
import { sentenceForReadOnlyMode } from '#contract/system.sentences'
import { client } from './client.ts'

/** Says above every page that nothing of it will be kept, while the library is only read. */
export function ReadOnlyLine() {
  const { data } = useQuery({
    queryKey: ['system', 'mode'],
    queryFn: ({ signal }) => client.system.mode(undefined, { signal }),
  })
  if (!data?.readOnly) return null
  return (
    <p role="status" className="read-only">
      {sentenceForReadOnlyMode(data.readOnly)}
    </p>
  )
}
