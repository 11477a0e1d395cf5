import { implement } from '@orpc/server'
import { backupContract } from '#contract/backup.contract'
import { raise } from '../app/raise.ts'
import type { BackupService } from './backup.service.ts'

const os = implement(backupContract)

/** Serves the backup contract. What was begun goes on when the page that asked is closed. */
export function createBackupRouter(backups: BackupService) {
  return os.router({
    state: os.state.handler(() => backups.state()),
    changes: os.changes.handler(async ({ signal }) => backups.changes(signal)),
    list: os.list.handler(async ({ errors }) => {
      const kept = await backups.list()
      if (!kept.ok) throw raise(errors, kept.failure)
      return [...kept.value]
    }),
    plan: os.plan.handler(async ({ input, errors }) => {
      const planned = await backups.plan(input)
      if (!planned.ok) throw raise(errors, planned.failure)
      return planned.value
    }),
    setSecret: os.setSecret.handler(({ input }) => backups.setSecret(input.secret, input.value)),
    now: os.now.handler(async ({ input, errors }) => {
      const made = await backups.now(input)
      if (!made.ok) throw raise(errors, made.failure)
      return made.value
    }),
    check: os.check.handler(async ({ input, errors }) => {
      const checked = await backups.check(input.name)
      if (!checked.ok) throw raise(errors, checked.failure)
      return checked.value
    }),
    drill: os.drill.handler(async ({ errors }) => {
      const drilled = await backups.drill()
      if (!drilled.ok) throw raise(errors, drilled.failure)
      return drilled.value
    }),
    restore: os.restore.handler(async ({ input, errors }) => {
      const restored = await backups.restore(input)
      if (!restored.ok) throw raise(errors, restored.failure)
      return restored.value
    }),
    restart: os.restart.handler(async () => backups.restart()),
  })
}
