import { chatExportSplitter } from './chat-export.splitter.ts'
import { emlSplitter } from './eml.splitter.ts'
import { mboxSplitter } from './mbox.splitter.ts'
import type { Splitter } from './splitter.ts'

/** Every format of which one file holds several documents; the first that accepts a file splits it. */
export const splitters: readonly Splitter[] = [mboxSplitter, emlSplitter, chatExportSplitter]
