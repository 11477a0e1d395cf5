import { createActivityRouter } from './activity.router.ts'
import { createActivityService } from './activity.service.ts'
import type { ActivityStore } from './activity.store.ts'
import { noticing } from './noticing.ts'

/** Opens the log of what Alcove did: what notes into it, and what shows it. */
export function openActivity(store: ActivityStore, report: (error: unknown) => void) {
  const activity = createActivityService({ store, report })
  return {
    note: activity.note,
    trim: activity.trim,
    noticing: noticing(activity.note),
    router: createActivityRouter(activity),
  }
}
