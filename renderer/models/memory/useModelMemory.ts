import { ORPCError } from '@orpc/client'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { type ModelMemory, OLLAMA_CALL_FAILED } from '#contract/model-memory.contract'
import { sentenceForOllamaCall } from '#contract/models.sentences'
import { client } from '../../app/client.ts'
import { keepLoad, useLoad } from './loads.ts'
import { untilNextGoes } from './memory-words.ts'

const queryKey = ['models', 'memory']
const nothingKnown: ModelMemory = { known: false, models: [] }

/** What Ollama has in memory; asked when the page is opened or looked at again, and when the time of a model has come. */
export function useModelMemory() {
  const { data, refetch } = useQuery({
    queryKey,
    queryFn: ({ signal }) => client.models.memory.list(undefined, { signal }),
    staleTime: 0,
    refetchOnMount: 'always',
    refetchOnWindowFocus: 'always',
    refetchInterval: ({ state }) => (state.data ? untilNextGoes(state.data, Date.now()) : false),
  })
  // A window that stands beside another one is come back to without having been hidden.
  useEffect(() => {
    const look = () => void refetch()
    window.addEventListener('focus', look)
    return () => window.removeEventListener('focus', look)
  }, [refetch])
  return { memory: data ?? nothingKnown, look: () => void refetch() }
}

/** What Ollama says of one model; null while it is asked. */
export function useModelDetails(name: string) {
  const { data, error, isFetching, refetch } = useQuery({
    queryKey: ['models', 'details', name],
    queryFn: ({ signal }) => client.models.details({ name }, { signal }),
    staleTime: 0,
  })
  return {
    details: data ?? null,
    problem: error && !isFetching ? sentenceFor(error) : null,
    askAgain: () => void refetch(),
  }
}

/** Has Ollama load a model or let it go; goes on when nobody looks any more. */
export function useLoading(name: string) {
  const cache = useQueryClient()
  const load = useLoad(name)
  return {
    ...load,
    load: () => run('loading', (signal) => client.models.memory.load({ name }, { signal })),
    unload: () => run('unloading', (signal) => client.models.memory.unload({ name }, { signal })),
  }

  async function run(doing: 'loading' | 'unloading', call: (signal: AbortSignal) => Promise<ModelMemory>) {
    if (load.doing) return
    const leaving = new AbortController()
    keepLoad(name, { doing, cancel: () => leaving.abort() })
    try {
      cache.setQueryData(queryKey, await call(leaving.signal))
      keepLoad(name, {})
    } catch (error) {
      keepLoad(name, leaving.signal.aborted ? {} : { problem: sentenceFor(error) })
      await cache.invalidateQueries({ queryKey })
    }
  }
}

function sentenceFor(error: unknown): string {
  const known = error instanceof ORPCError ? OLLAMA_CALL_FAILED.data.safeParse(error.data) : null
  return known?.success ? sentenceForOllamaCall(known.data) : 'This could not be done just now. Try again in a moment.'
}
