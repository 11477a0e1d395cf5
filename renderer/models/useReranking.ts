import { ORPCError } from '@orpc/client'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { RerankerProblem } from '#contract/reranking.contract'
import { sentenceForReranker } from '#contract/reranking.sentences'
import { client } from '../app/client.ts'
import { queries } from '../app/queries.ts'
import { say } from '../ui/Toasts.tsx'

const stateKey = ['models', 'reranking']

/** The model that orders the best passages, if there is one, and the way to do without. */
export function useReranking() {
  const cache = useQueryClient()
  const { data: reranker } = useQuery({
    queryKey: stateKey,
    queryFn: ({ signal }) => client.models.reranking.state(undefined, { signal }),
  })
  const turnOff = useMutation({
    mutationFn: () => client.models.reranking.turnOff(),
    onSuccess: () => {
      cache.setQueryData(stateKey, null)
      // Whoever searches goes by it.
      return cache.invalidateQueries({ queryKey: queries.settings.queryKey })
    },
    onError: () => say('That could not be done just now', 'Nothing was changed. Try again in a moment.'),
  })
  return { reranker, turnOff: turnOff.mutate }
}

/** Tries the cross-encoder in a folder out, and uses it once its cost was shown. */
export function useTryReranker(onUsed: () => void) {
  const cache = useQueryClient()
  const tryOut = useMutation({ mutationFn: (folder: string) => client.models.reranking.tryOut({ folder }) })
  const use = useMutation({
    mutationFn: (folder: string) => client.models.reranking.use({ folder }),
    onSuccess: (state) => {
      cache.setQueryData(stateKey, state)
      onUsed()
      return cache.invalidateQueries({ queryKey: queries.settings.queryKey })
    },
  })
  return {
    tryOut: tryOut.mutate,
    tried: tryOut.data,
    isTrying: tryOut.isPending,
    use: use.mutate,
    isStarting: use.isPending,
    startOver: () => {
      tryOut.reset()
      use.reset()
    },
    problem: problemOf(use.error, use.variables) ?? problemOf(tryOut.error, tryOut.variables),
  }
}

function problemOf(error: unknown, folder: string | undefined) {
  if (!error || folder === undefined) return null
  const problem = error instanceof ORPCError ? RerankerProblem.safeParse(error.data?.problem) : null
  if (!problem?.success) return 'This could not be found out just now. Nothing was changed; try again in a moment.'
  return sentenceForReranker(problem.data, folder)
}
