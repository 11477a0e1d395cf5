import { z } from 'zod'

/** `words`: found by words, vectors missing; `ready`: found by words and by meaning. */
export const DocumentState = z.enum(['waiting', 'reading', 'words', 'ready', 'failed', 'cancelled', 'gone'])
export type DocumentState = z.infer<typeof DocumentState>
