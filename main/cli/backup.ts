import { resolve } from 'node:path'
import { abandonable, failBackup, followingBackup } from './backup-words.ts'
import type { Context } from './context.ts'
import { bytesInWords } from './words.ts'

/** `alcove backup`: makes a backup and reads it back, where the plan says or into a folder. */
export async function backup(context: Context, options: Readonly<Record<string, unknown>>): Promise<number> {
  const { from, json, signal, printJson, print, withLibrary } = context
  const to = typeof options.to === 'string' ? resolve(from, options.to) : undefined
  // Into a folder of one's own nothing says whether to encrypt but this.
  const passphrase = to === undefined ? undefined : process.env.ALCOVE_BACKUP_PASSPHRASE || undefined
  return withLibrary(async ({ client }) => {
    const stop = followingBackup(context, client)
    try {
      const made = await abandonable(client.backup.now({ to, passphrase }), signal)
      if (json) printJson(made)
      else print(`${made.file}, ${bytesInWords(made.bytes)}, ${made.encrypted ? 'encrypted, ' : ''}read back and whole`)
      return 0
    } catch (error) {
      return failBackup(context, error)
    } finally {
      stop()
    }
  })
}
