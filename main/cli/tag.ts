import { resolve } from 'node:path'
import { z } from 'zod'
import type { Client } from '../app/client.ts'
import { type Context, WrongUse } from './context.ts'
import { realPath } from './real-path.ts'
import { count } from './words.ts'

const Options = z.object({ add: z.array(z.string()).default([]), remove: z.array(z.string()).default([]) })

/** `alcove tag`: gives documents tags, takes some off, and tells which they have then. */
export async function tag(context: Context, args: readonly string[], given: Readonly<Record<string, unknown>>) {
  const { from, json, signal, printJson, print, say, withLibrary } = context
  const { add, remove } = Options.parse(given)
  if ([...add, ...remove].some((name) => name.trim() === '')) throw new WrongUse('a tag needs a name')
  const paths = await Promise.all(args.map((path) => realPath(resolve(from, path))))
  return withLibrary(async ({ client }) => {
    const found = await Promise.all(paths.map(async (path) => ({ path, id: await documentAt(client, path, signal) })))
    const documentIds = found.flatMap(({ id }) => id ?? [])
    const unknown = found.flatMap(({ path, id }) => (id === null ? [path] : []))
    if (documentIds.length > 0) {
      for (const name of add) await client.library.labels.tag({ documentIds, tag: name }, { signal })
      for (const name of remove) await client.library.labels.untag({ documentIds, tag: name }, { signal })
    }
    const labels = documentIds.length > 0 ? await client.library.labels.of({ documentIds }, { signal }) : []
    const tagged = found.flatMap(({ path, id }) => {
      const known = labels.find(({ documentId }) => documentId === id)
      return known ? [{ path, documentId: known.documentId, tags: known.tags, category: known.category }] : []
    })
    if (json) printJson({ documents: tagged, unknown })
    else for (const { path, tags } of tagged) print(`${path}: ${tags.join(', ') || 'no tags'}`)
    if (unknown.length > 0) say(`${count(unknown.length, 'file')} not in the library: ${unknown.join(', ')}`)
    return unknown.length > 0 ? 1 : 0
  })
}

async function documentAt(client: Client, path: string, signal: AbortSignal): Promise<string | null> {
  // The list looks for a part of a path; its end is what tells files apart.
  const { items } = await client.library.list({ filter: path.slice(-200), limit: 500 }, { signal })
  return items.find((item) => item.path === path)?.documentId ?? null
}
