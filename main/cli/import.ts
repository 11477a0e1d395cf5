import { resolve } from 'node:path'
import type { Context } from './context.ts'
import { count } from './words.ts'
import { failYourData, followingYourData } from './your-data-words.ts'

/** `alcove import`: brings an export in; what is there stays, unless the export knows a later change of it. */
export async function importEverything(context: Context, args: readonly string[]): Promise<number> {
  const { from, json, print, printJson, say, withLibrary } = context
  const file = resolve(from, args[0] ?? '')
  return withLibrary(async (library) => {
    const { client } = library
    const stop = followingYourData(context, client)
    try {
      const { parts, resting, restarts } = await client.yourData.import({ file })
      const sum = (what: 'added' | 'updated' | 'left') => parts.reduce((total, part) => total + part[what], 0)
      if (json) printJson({ file, parts, resting })
      else
        print(
          `${count(sum('added'), 'thing')} added, ${sum('updated')} brought up to date, ${sum('left')} left as they were`,
        )
      if (resting > 0 && !json) {
        say(
          `${count(resting, 'source')} whose files are not here is left alone, so that its texts stay. Settings, Library goes on with it.`,
        )
      }
      // Another process holds the library and starts again; this one is done when it does.
      if (restarts && !library.held) await library.gone
      return 0
    } catch (error) {
      return failYourData(context, error)
    } finally {
      stop()
    }
  })
}
