import { z } from 'zod'

/** How a part is doing. `look`: it works, and something about it wants a decision; `broken`: it does not do what it is for. */
export const HealthState = z.enum(['good', 'look', 'broken'])
export type HealthState = z.infer<typeof HealthState>

/** What Alcove itself can do about something; the command line takes the same names. */
export const RemedyName = z.enum([
  'check-file',
  'repair-full-text',
  'rebuild-index',
  'back-up',
  'retry-files',
  'restart-library',
  'restart-search',
  'free-space',
])
export type RemedyName = z.infer<typeof RemedyName>

/** What a button beside a part does: a remedy, or a page on which a person decides. */
export const HealthAction = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('mend'), remedy: RemedyName }),
  z.object({ kind: z.literal('open'), route: z.string(), label: z.string() }),
])
export type HealthAction = z.infer<typeof HealthAction>

/** What came of a remedy: whether it helped, and a sentence that says so. */
export const Mended = z.object({ remedy: RemedyName, done: z.boolean(), said: z.string() })
export type Mended = z.infer<typeof Mended>

/** What the button of a remedy says. */
export const remedyLabels: Readonly<Record<RemedyName, string>> = {
  'check-file': 'Check the whole file',
  'repair-full-text': 'Repair the full text',
  'rebuild-index': 'Rebuild the index',
  'back-up': 'Back up now',
  'retry-files': 'Read failed files again',
  'restart-library': 'Restart reading',
  'restart-search': 'Restart searching',
  'free-space': 'Free space',
}

/** What a part is for and what it means when it is not well; by the name of its check. */
export const meanings: Readonly<Record<string, string>> = {
  node: 'What runs Alcove. Another version may lack what it needs.',
  'data folder': 'Where everything is kept. Others on this machine must not be able to read it.',
  disk: 'Files are read only while there is room; what is kept already is not touched.',
  database: 'The file with documents, conversations and settings. Every page of it is looked at.',
  library: 'Reading files. What failed is not found; everything else is.',
  sources: 'The folders that are followed. Documents of one that is away stay findable.',
  'embedding model': 'Finds by meaning. Without it, search goes by words alone.',
  'reading pictures': 'Reads scans and photographs, when it is set up.',
  'transcribing recordings': 'Writes down what recordings say, when it is set up.',
  search: 'Finds passages by words and by meaning. Its index is made from the library file and can be made anew.',
  'chat models': 'Write answers. Without one, answers are quotes.',
  backups: 'Bring everything back after a loss of this disk.',
  processes: 'Reading and searching each have a process of their own, which is started again when it ends.',
  crashes: 'Ends that nobody wanted. Nothing is lost by one, but they should not happen.',
}
