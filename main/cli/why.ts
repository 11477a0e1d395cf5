import { resolve } from 'node:path'
import type { Context } from './context.ts'
import { realPath } from './real-path.ts'

/** `alcove why`: every step from a file on the disk to a result of a search, up to the first that fails. */
export async function why(context: Context, args: readonly string[], options: Readonly<Record<string, unknown>>) {
  const { from, json, signal, printJson, print, withLibrary } = context
  const path = await realPath(resolve(from, args[0] ?? ''))
  const query = typeof options.query === 'string' ? options.query : ''
  return withLibrary(async ({ client }) => {
    const answer = await client.library.tree.why({ path, query }, { signal })
    if (json) printJson({ path, ...answer })
    else for (const { ok, detail } of answer.steps) print(`${ok ? 'ok' : '--'}  ${detail}`)
    return 0
  })
}
