import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { Source } from '#contract/library-item'
import { client } from '../app/client.ts'
import { queries } from '../app/queries.ts'
import { useAdd } from '../app/useAdd.ts'
import { say } from '../ui/Toasts.tsx'
import { sourceOf, type WhyRemedy } from './why.ts'

export interface RemediesOptions {
  readonly path: string
  readonly onRules: (source: Source) => void
  readonly onOtherWords: () => void
  /** Called when the remedy leads away from the dialog. */
  readonly onDone: () => void
}

/** Does what a step of "why is it not found" offers; the steps are looked at again afterwards. */
export function useRemedies({ path, onRules, onOtherWords, onDone }: RemediesOptions) {
  const cache = useQueryClient()
  const navigate = useNavigate()
  const { addPaths } = useAdd()
  const doing = useMutation({
    mutationFn: (work: () => Promise<unknown>) => work(),
    onSuccess: () =>
      cache.invalidateQueries({ queryKey: ['library'], predicate: ({ queryKey }) => queryKey[1] !== 'state' }),
    onError: () => say('That could not be done just now', 'Nothing was changed. Try again in a moment.'),
  })

  return function remedy(wanted: WhyRemedy) {
    switch (wanted) {
      case 'add':
        onDone()
        return addPaths([path])
      case 'change-rules':
        return doing.mutate(async () => {
          const source = sourceOf(path, await cache.fetchQuery(queries.sources))
          if (source) onRules(source)
        })
      case 'restore':
        return doing.mutate(restore)
      case 'retry':
        return doing.mutate(retry)
      case 'resume':
        return doing.mutate(resume)
      case 'set-up-reading':
        onDone()
        return void navigate({ to: '/settings/$section', params: { section: 'library' } })
      case 'other-words':
        return onOtherWords()
      case 'wait':
        return undefined
    }
  }

  async function restore() {
    const items = await client.library.bin.list()
    const item = items.find((one) => one.path === path) ?? sourceOf(path, items.flatMap(withPath))
    if (item?.kind === 'source') await client.library.restoreSource({ sourceId: item.id })
    else if (item) await client.library.bin.restoreDocuments({ documentIds: [item.id] })
  }

  async function retry() {
    const filter = path.split(/[\\/]/).at(-1)?.slice(0, 500) ?? ''
    const { items } = await client.library.list({ filter, states: ['failed', 'cancelled'], limit: 500 })
    const jobIds = items.flatMap((item) => (item.path === path && item.jobId ? [item.jobId] : []))
    // No id at all would mean all files.
    if (jobIds.length > 0) await client.library.retry({ jobIds })
  }

  async function resume() {
    const source = sourceOf(path, await cache.fetchQuery(queries.sources))
    if (source?.paused) await client.library.resumeSource({ sourceId: source.id })
    await client.library.resume()
  }
}

function withPath<T extends { readonly path: string | null }>(item: T) {
  return item.path === null ? [] : [{ ...item, path: item.path }]
}
