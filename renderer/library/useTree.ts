import { useQueries } from '@tanstack/react-query'
import { client } from '../app/client.ts'
import type { Inside } from './tree.ts'

/** What is in each opened row of the tree, asked for when it is opened and kept while it is. */
export function useTree(open: ReadonlySet<string>): ReadonlyMap<string, Inside> {
  const keys = [...open]
  return useQueries({
    queries: keys.map((key) => {
      const [sourceId = '', path] = key.split('\n')
      return {
        queryKey: ['library', 'tree', sourceId, path ?? null],
        queryFn: ({ signal }: { readonly signal: AbortSignal }) =>
          client.library.tree.children({ sourceId, path: path ?? null, limit: 5_000 }, { signal }),
      }
    }),
    combine: (results) =>
      new Map(
        results.map(({ data, isError }, index): [string, Inside] => [
          keys[index] ?? '',
          { nodes: data?.nodes ?? [], total: data?.total ?? 0, failed: isError, loaded: data !== undefined },
        ]),
      ),
  })
}
