import { resolve } from 'node:path'
import type { Context } from './context.ts'
import { bytesInWords } from './words.ts'
import { failYourData, followingYourData } from './your-data-words.ts'

/** `alcove export`: writes everything into one file of plain files, to keep or to take elsewhere. */
export async function exportEverything(
  context: Context,
  args: readonly string[],
  options: Readonly<Record<string, unknown>>,
): Promise<number> {
  const { from, json, print, printJson, say, withLibrary } = context
  const to = resolve(from, args[0] ?? '')
  return withLibrary(async ({ client }) => {
    const stop = followingYourData(context, client)
    try {
      const exported = await client.yourData.export({ to, originals: options.originals === true })
      if (json) printJson(exported)
      else print(`${exported.file}, ${bytesInWords(exported.bytes)}, read back and whole`)
      if (exported.missing > 0 && !json)
        say(`${exported.missing} of your own files could not be read; their texts are in it.`)
      return 0
    } catch (error) {
      return failYourData(context, error)
    } finally {
      stop()
    }
  })
}
