import { ORPCError } from '@orpc/client'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { EmbeddingModel, EmbeddingModelPlace } from '#contract/embedding-models.contract'
import { EmbedderReason } from '#contract/embedding-models.contract'
import { sentenceForEmbedder } from '#contract/embedding-models.sentences'
import { client } from '../app/client.ts'
import { followForever } from '../app/live.ts'
import { say } from '../ui/Toasts.tsx'
import { bytes } from '../ui/words.ts'

const listKey = ['models', 'embedding']

/** The embedding models with vectors, kept fresh, and the ways to build, rest, change and delete. */
export function useEmbedding() {
  const cache = useQueryClient()
  const { data: models } = useQuery({
    queryKey: listKey,
    queryFn: ({ signal }) => client.models.embedding.list(undefined, { signal }),
  })
  useEffect(
    () =>
      followForever(
        (signal) => client.models.embedding.changes(undefined, { signal }),
        (changed) => cache.setQueryData(listKey, changed),
      ),
    [cache],
  )
  const changed = () => cache.invalidateQueries({ queryKey: listKey })
  const failed = (error: unknown) =>
    say(
      'That could not be done just now',
      error instanceof ORPCError && error.code === 'EMBEDDING_MODEL_NOT_READY'
        ? 'It lacks the passages that came since. Go on building it first.'
        : 'Nothing was changed. Try again in a moment.',
    )

  const pause = useMutation({
    mutationFn: ({ id }: EmbeddingModel) => client.models.embedding.pause({ id }),
    onSuccess: changed,
    onError: failed,
  })
  const resume = useMutation({
    mutationFn: ({ id }: EmbeddingModel) => client.models.embedding.resume({ id }),
    onSuccess: changed,
    onError: failed,
  })
  const serve = useMutation({
    mutationFn: ({ id }: EmbeddingModel) => client.models.embedding.serve({ id }),
    onSuccess: async (_served, { title }) => {
      say(`${title} finds by meaning from now on`, 'The one before is kept, so that you can change back at once.')
      await changed()
    },
    onError: failed,
  })
  const forget = useMutation({
    mutationFn: ({ id }: EmbeddingModel) => client.models.embedding.forget({ id }),
    onSuccess: async (_forgotten, model) => {
      say(`The vectors of ${model.title} were deleted`, `${bytes(model.bytes)} of disk are free again.`)
      await changed()
    },
    onError: failed,
  })
  return { models, pause: pause.mutate, resume: resume.mutate, serve: serve.mutate, forget: forget.mutate }
}

/** The models one could change to, and what a change to one of them would need. */
export function useChange(onBegun: () => void) {
  const cache = useQueryClient()
  const { data: candidates, isError } = useQuery({
    queryKey: ['models', 'embedding-candidates'],
    queryFn: ({ signal }) => client.models.embedding.candidates(undefined, { signal }),
    staleTime: 0,
  })
  const estimate = useMutation({
    mutationFn: (place: EmbeddingModelPlace) => client.models.embedding.estimate({ place }),
  })
  const build = useMutation({
    mutationFn: (input: {
      readonly place: EmbeddingModelPlace
      readonly switchWhenReady: boolean
      readonly mayLeave: boolean
    }) => client.models.embedding.build(input),
    onSuccess: async () => {
      onBegun()
      await cache.invalidateQueries({ queryKey: listKey })
    },
  })
  return {
    candidates: candidates ?? (isError ? [] : undefined),
    estimate: estimate.mutate,
    estimated: estimate.data,
    isEstimating: estimate.isPending,
    startOver: estimate.reset,
    build: build.mutate,
    isBuilding: build.isPending,
    problem: problemOf(build.error, build.variables?.place) ?? problemOf(estimate.error, estimate.variables),
  }
}

function problemOf(error: unknown, place: EmbeddingModelPlace | undefined) {
  if (!error || !place) return null
  const reason = error instanceof ORPCError ? EmbedderReason.safeParse(error.data?.reason) : null
  if (!reason?.success) return 'This could not be found out just now. Nothing was changed; try again in a moment.'
  const title = place.kind === 'folder' ? 'This folder' : place.kind === 'shipped' ? 'The model' : place.model
  return sentenceForEmbedder({ reason: reason.data, message: '' }, { title, place })
}
