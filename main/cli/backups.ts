import { sentenceForBackup } from '#contract/backup.sentences'
import { failBackup } from './backup-words.ts'
import type { Context } from './context.ts'
import { bytesInWords } from './words.ts'

/** `alcove backups`: the backups that are kept, the newest first, and how backups went last. */
export async function backups(context: Context): Promise<number> {
  const { json, signal, printJson, print, say, withLibrary } = context
  return withLibrary(async ({ client }) => {
    try {
      const kept = await client.backup.list(undefined, { signal })
      const { plan, lastBackup, lastDrill, nextAt } = await client.backup.state(undefined, { signal })
      if (json) {
        printJson({ backups: kept, lastBackup, lastDrill, nextAt })
        return 0
      }
      for (const { name, bytes, state, own } of kept) {
        print(`${name}  ${bytesInWords(bytes).padStart(9)}  ${state}${own ? '' : ', of another library'}`)
      }
      if (kept.length === 0) print(`No backups yet; ${plan?.every ?? 'none'} ones are planned.`)
      if (lastBackup?.problem) say(sentenceForBackup(lastBackup.problem))
      if (lastDrill?.problem) say(`The last try to restore failed: ${sentenceForBackup(lastDrill.problem)}`)
      return 0
    } catch (error) {
      return failBackup(context, error)
    }
  })
}
