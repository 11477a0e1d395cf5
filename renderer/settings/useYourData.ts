import { ORPCError } from '@orpc/client'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { sentenceForYourData } from '#contract/your-data.sentences'
import { YourDataProblem } from '#contract/your-data-problem'
import { client } from '../app/client.ts'
import { followForever } from '../app/live.ts'

const stateKey = ['your-data', 'state']

/** What is being exported or imported, and how it went last. */
export function useYourData() {
  const cache = useQueryClient()
  const { data: state } = useQuery({
    queryKey: stateKey,
    queryFn: ({ signal }) => client.yourData.state(undefined, { signal }),
  })
  useEffect(
    () =>
      followForever(
        (signal) => client.yourData.changes(undefined, { signal }),
        (next) => cache.setQueryData(stateKey, next),
      ),
    [cache],
  )
  const stop = useMutation({ mutationFn: () => client.yourData.stop() })
  return { state, stop: stop.mutate }
}

/** Writes everything into a file. */
export function useExport() {
  const exporting = useMutation({
    mutationFn: (wish: { readonly to: string; readonly originals: boolean }) => client.yourData.export(wish),
  })
  return {
    write: exporting.mutate,
    written: exporting.data,
    isWriting: exporting.isPending,
    problem: problemOf(exporting.error),
  }
}

/** How many files of the person there are, and how large they are together; asked for when the dialog is open. */
export function useOriginals() {
  const { data } = useQuery({
    queryKey: ['your-data', 'originals'],
    queryFn: ({ signal }) => client.yourData.originals(undefined, { signal }),
    staleTime: 0,
  })
  return data
}

/** Brings an export in; afterwards everything that is shown is asked for anew. */
export function useImport() {
  const cache = useQueryClient()
  const importing = useMutation({
    mutationFn: (file: string) => client.yourData.import({ file }),
    onSuccess: () => cache.invalidateQueries(),
  })
  return {
    bringIn: importing.mutate,
    broughtIn: importing.data,
    isImporting: importing.isPending,
    problem: problemOf(importing.error),
  }
}

/** What would be deleted, and the deletion; with it goes what this page keeps in the browser. */
export function useErase() {
  const { data: preview } = useQuery({
    queryKey: ['your-data', 'preview'],
    queryFn: ({ signal }) => client.yourData.erasePreview(undefined, { signal }),
    staleTime: 0,
  })
  const erase = useMutation({
    mutationFn: (wish: { readonly word: string; readonly models: boolean; readonly backups: boolean }) =>
      client.yourData.erase(wish),
    onSuccess: ({ restarts }) => {
      localStorage.clear()
      sessionStorage.clear()
      if (!restarts) return
      // What became of it is read first; then comes a page of the new library, with nothing of the old one in it.
      setTimeout(() => {
        history.replaceState(null, '', '#/')
        location.reload()
      }, 3_000)
    },
  })
  return {
    preview,
    erase: erase.mutate,
    erased: erase.data,
    isErasing: erase.isPending,
    problem: problemOf(erase.error),
  }
}

function problemOf(error: unknown): string | null {
  if (!error) return null
  const problem = error instanceof ORPCError ? YourDataProblem.safeParse(error.data?.problem) : null
  if (problem?.success) return sentenceForYourData(problem.data)
  return 'This could not be done just now. Nothing was changed; try again in a moment.'
}
