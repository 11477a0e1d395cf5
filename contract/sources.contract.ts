import { oc } from '@orpc/contract'
import { z } from 'zod'
import { Source } from './library-item.ts'
import type { Failure } from './result.ts'

export interface SourceNotFound extends Failure<'SOURCE_NOT_FOUND'> {
  readonly sourceId: string
}
export interface FolderUnreadable extends Failure<'FOLDER_UNREADABLE'> {
  readonly path: string
}

export const SOURCE_NOT_FOUND = { status: 404, data: z.object({ sourceId: z.string() }) }
const FOLDER_UNREADABLE = { status: 422, data: z.object({ path: z.string() }) }
const one = z.object({ sourceId: z.string() })

/** Sources as such, and the folders they can be made of; part of the library's contract. */
export const sourcesContract = {
  /** The folders, files and texts a person added, with the problem of each that cannot be reached. */
  sources: oc.route({ method: 'GET', path: '/library/sources', summary: 'List sources' }).output(z.array(Source)),
  /** Has a source left alone until `resumeSource`: nothing of it is read or followed; what was read stays findable. */
  pauseSource: oc
    .route({ method: 'POST', path: '/library/sources/{sourceId}/pause', summary: 'Pause a source' })
    .input(one)
    .errors({ SOURCE_NOT_FOUND })
    .output(Source),
  /** Goes on with a source: what changed meanwhile is found and read, and it is followed again. */
  resumeSource: oc
    .route({ method: 'POST', path: '/library/sources/{sourceId}/resume', summary: 'Go on with a source' })
    .input(one)
    .errors({ SOURCE_NOT_FOUND })
    .output(Source),
  /** Takes a source and its documents out of the library; the person's files stay. `restoreSource` undoes it. */
  removeSource: oc
    .route({ method: 'DELETE', path: '/library/sources/{sourceId}', summary: 'Remove a source' })
    .input(one)
    .errors({ SOURCE_NOT_FOUND })
    .output(z.object({ documents: z.number().int() })),
  /** Scans sources for changes now; every source when no id is given. */
  rescan: oc
    .route({ method: 'POST', path: '/library/rescan', summary: 'Scan sources for changes' })
    .input(z.object({ sourceId: z.string().optional() }))
    .output(z.object({ queued: z.number().int() })),
  /** Names of the folders in a folder, so that one can be chosen where the system has no folder dialog. */
  folders: oc
    .input(z.object({ path: z.string().max(4_096).optional() }))
    .errors({ FOLDER_UNREADABLE })
    .output(
      z.object({
        path: z.string(),
        parent: z.string().nullable(),
        folders: z.array(z.object({ name: z.string(), path: z.string() })),
        /** Files directly in it that Alcove can read. */
        readableFiles: z.number().int(),
      }),
    ),
  /** Opens the system's folder dialog; null when the person cancels or there is none (then use `folders`). */
  chooseFolder: oc.output(z.object({ supported: z.boolean(), path: z.string().nullable() })),
}
