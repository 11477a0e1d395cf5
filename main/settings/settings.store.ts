import { eq, isNull } from 'drizzle-orm'
import { defaultSettings, Settings, type SettingsWrite } from '#contract/settings.contract'
import type { Database } from '#database/database'
import { settings } from '#database/settings.table'
import { carriedOver, formerKeys } from './former-settings.ts'

export type SettingsStore = ReturnType<typeof createSettingsStore>

/** Reads and writes what the person set; the only writer of its table. */
export function createSettingsStore({ drizzle }: Database, clock: () => number = Date.now) {
  return { read, write }

  /** All settings; a value that no longer fits its key has its default. */
  function read(): Settings {
    const rows = drizzle.select().from(settings).where(isNull(settings.deletedAt)).all()
    const kept = rows.map(({ key, value }) => Settings.partial().safeParse({ [key]: value }).data ?? {})
    return Object.assign({ ...defaultSettings }, carriedOver(rows), ...kept)
  }

  function write(change: SettingsWrite): void {
    const now = clock()
    drizzle.transaction((transaction) => {
      for (const [key, value] of Object.entries(change)) {
        // What can be null is null by default, so null means: as if never set.
        if (value === null) {
          transaction.update(settings).set({ deletedAt: now, updatedAt: now }).where(eq(settings.key, key)).run()
        } else if (value !== undefined) {
          const row = { value, updatedAt: now, deletedAt: null }
          transaction
            .insert(settings)
            .values({ key, createdAt: now, ...row })
            .onConflictDoUpdate({ target: settings.key, set: row })
            .run()
        }
        // What an earlier version kept in its place has been taken over, and would come back otherwise.
        for (const former of formerKeys(key)) {
          transaction.update(settings).set({ deletedAt: now, updatedAt: now }).where(eq(settings.key, former)).run()
        }
      }
    })
  }
}
