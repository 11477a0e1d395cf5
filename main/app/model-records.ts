import type { Database } from '#database/database'
import { createModelRequestStore } from '../models/model-request.store.ts'
import { openModelRequests } from '../models/model-requests.ts'
import { createModelResponseStore } from '../models/model-response.store.ts'

/** What is kept of requests to models: how each went, and what need not be asked again. */
export function openModelRecords(database: Database, report: (error: unknown) => void) {
  const responses = createModelResponseStore(database)
  const requests = openModelRequests(createModelRequestStore(database), { stored: responses.figures, report })
  return { ...requests, answering: { scheduler: requests.scheduler, responses } }
}
