import { implement } from '@orpc/server'
import { activityContract } from '#contract/activity.contract'
import type { ActivityService } from './activity.service.ts'

const os = implement(activityContract)

/** Serves the log of what Alcove did. */
export function createActivityRouter(activity: ActivityService) {
  return os.router({
    list: os.list.handler(async ({ input }) => activity.list(input)),
    check: os.check.handler(() => activity.check()),
    export: os.export.handler(({ input }) => activity.export(input)),
  })
}
