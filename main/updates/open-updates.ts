import { join } from 'node:path'
import type { NoteActivity } from '#contract/activity.contract'
import type { Settings } from '#contract/settings.contract'
import type { DataFolder } from '../app/data-folder.ts'
import type { Shell } from '../app/shell.ts'
import { createUpdatesRouter } from './updates.router.ts'
import { createUpdatesService } from './updates.service.ts'

export interface UpdatesParts {
  readonly folder: DataFolder
  readonly shell: Shell
  readonly version: string
  readonly settings: () => Settings
  readonly note?: NoteActivity
}

const hour = 3_600_000
const week = 7 * 24 * hour

/** Opens updates: nobody is asked unless a person looks, or has set that Alcove does, once a week. */
export function openUpdates({ folder, shell, version, settings, note }: UpdatesParts) {
  const updates = createUpdatesService({
    updater: shell.updater ?? null,
    version,
    folder: join(folder.root, 'updates'),
  })
  let timer: NodeJS.Timeout | undefined
  return { router: createUpdatesRouter(updates), start, close: () => clearInterval(timer) }

  function start(): void {
    lookIfDue()
    timer ??= setInterval(lookIfDue, hour).unref()
  }

  function lookIfDue(): void {
    const { lookForUpdates, offline } = settings()
    if (!lookForUpdates || offline || updates.state().problem) return
    const lookedAt = updates.lookedAt()
    // A look in the time to come is one of a clock that was wrong.
    if (lookedAt !== null && lookedAt <= Date.now() && Date.now() - lookedAt < week) return
    // What went wrong is told to whoever looks by hand; nothing depends on it.
    void updates.look()
    note?.('updates-looked-for', { asked: false })
  }
}
