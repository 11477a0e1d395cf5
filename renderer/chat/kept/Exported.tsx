import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { client } from '../../app/client.ts'
import { queries } from '../../app/queries.ts'
import { Button } from '../../ui/Button.tsx'
import { say } from '../../ui/Toasts.tsx'
import { plural } from '../../ui/words.ts'

/** Offers to make conversations of those that lie in exports in the library; nothing while there are none. */
export function Exported() {
  const cache = useQueryClient()
  const { data } = useQuery(queries.exportedTalks)
  const bringIn = useMutation({
    mutationFn: async () => {
      let brought = 0
      for (let left = 1; left > 0; ) {
        const some = await client.chat.exported.bringIn()
        brought += some.brought
        left = some.brought === 0 ? 0 : some.left
      }
      return brought
    },
    onSuccess: (brought) => say(`${plural(brought, 'conversation')} brought in`, 'They stand by their dates.'),
    onError: () => say('Not all could be brought in just now', 'Those that were are kept; try again for the others.'),
    onSettled: () => cache.invalidateQueries({ queryKey: ['chat'] }),
  })
  const waiting = data?.waiting ?? 0
  if (waiting === 0) return null
  return (
    <p className="line">
      <span className="grow">
        {plural(waiting, 'conversation')} in exports of your library can be gone on with here, with every branch.
      </span>
      <Button disabled={bringIn.isPending} onClick={() => bringIn.mutate()}>
        Bring them in
      </Button>
    </p>
  )
}
