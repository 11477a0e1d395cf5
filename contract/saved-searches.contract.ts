import { oc } from '@orpc/contract'
import { z } from 'zod'
import type { Failure } from './result.ts'

/** A search a person keeps: a query in the query language under a name. */
export const SavedSearch = z.object({ id: z.string(), name: z.string(), query: z.string(), createdAt: z.number() })
export type SavedSearch = z.infer<typeof SavedSearch>

export interface SavedSearchNotFound extends Failure<'SAVED_SEARCH_NOT_FOUND'> {
  readonly savedSearchId: string
}

const SAVED_SEARCH_NOT_FOUND = { status: 404, data: z.object({ savedSearchId: z.string() }) }
const Query = z.string().trim().min(1).max(8_000)
const Name = z.string().trim().min(1).max(200)
const one = z.object({ savedSearchId: z.string() })

/** Searches a person keeps, and those they made lately. */
export const savedSearchesContract = {
  /** All kept searches, by name. */
  list: oc.route({ method: 'GET', path: '/search/saved', summary: 'List saved searches' }).output(z.array(SavedSearch)),
  /** Keeps a search; without a name its query is the name. One that is kept already is given as it is. */
  add: oc
    .route({ method: 'POST', path: '/search/saved', summary: 'Save a search' })
    .input(z.object({ query: Query, name: Name.optional() }))
    .output(SavedSearch),
  /** Gives a kept search another name or query. */
  change: oc
    .route({ method: 'PATCH', path: '/search/saved/{savedSearchId}', summary: 'Change a saved search' })
    .input(one.extend({ query: Query.optional(), name: Name.optional() }))
    .errors({ SAVED_SEARCH_NOT_FOUND })
    .output(SavedSearch),
  /** Takes a kept search away. `restore` undoes it. */
  remove: oc
    .route({ method: 'DELETE', path: '/search/saved/{savedSearchId}', summary: 'Remove a saved search' })
    .input(one)
    .errors({ SAVED_SEARCH_NOT_FOUND })
    .output(z.object({ removed: z.literal(true) })),
  /** Brings back a kept search that was removed. */
  restore: oc
    .route({ method: 'POST', path: '/search/saved/{savedSearchId}/restore', summary: 'Undo a removal' })
    .input(one)
    .errors({ SAVED_SEARCH_NOT_FOUND })
    .output(SavedSearch),
  /** The queries whose results were opened lately, the last one first; at most 20. */
  recent: oc
    .route({ method: 'GET', path: '/search/recent', summary: 'List recent searches' })
    .output(z.array(z.string())),
  /** Notes that a result of a query was opened. */
  used: oc
    .route({ method: 'POST', path: '/search/recent', summary: 'Note a search' })
    .input(z.object({ query: Query }))
    .output(z.object({ noted: z.literal(true) })),
  /** Forgets the recent searches, or one of them. */
  forget: oc
    .route({ method: 'POST', path: '/search/recent/forget', summary: 'Forget recent searches' })
    .input(z.object({ query: z.string().optional() }))
    .output(z.object({ forgotten: z.number().int() })),
}
