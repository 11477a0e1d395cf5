import yauzl from 'yauzl'
import { refuse } from '../failure.ts'
import type { Limits } from '../limits.ts'
import { Refused } from '../refused.ts'
import { FileInBlocks } from './file-in-blocks.ts'

type Entry = yauzl.Entry

/** An archive whose conversations can be read; pictures and sound in it are never unpacked. */
export interface ExportZip {
  /** Entries with conversations, in the order of their names. */
  readonly entries: readonly Entry[]
  /** True for an office document under another name, which is none of ours. */
  readonly isDocument: boolean
  /** An entry as it is unpacked, counted against what it declared. */
  open(entry: Entry): Promise<AsyncIterable<Uint8Array<ArrayBuffer>>>
}

const mostEntries = 200_000
// Small parts compress very well; a bomb is large.
const neverABomb = 1_000_000

/** Looks at the directory of an archive from its open file; null when the file is no archive. */
export async function openExportZip(fd: number): Promise<ExportZip | null> {
  const file = new FileInBlocks(fd)
  const options = { autoClose: false, lazyEntries: true, validateEntrySizes: true, strictFileNames: false }
  const zip = await yauzl.fromRandomAccessReaderPromise(file, file.size, options).catch(() => null)
  if (!zip) return null
  // Before the first entry: a million of them are read one by one.
  if (zip.entryCount > mostEntries) throw new Refused(refuse('FILE_TOO_LARGE', `${zip.entryCount} entries`))
  const entries: Entry[] = []
  let isDocument = false
  for await (const entry of zip.eachEntry()) {
    // The names only say what is what; nothing is ever written or opened by them.
    if (conversations.test(entry.fileName)) entries.push(entry)
    if (/^(?:\[Content_Types\]\.xml|mimetype)$/.test(entry.fileName)) isDocument = true
  }
  entries.sort((a, b) => a.fileName.localeCompare(b.fileName, 'en', { numeric: true }))
  return { entries, isDocument, open: (entry) => zip.openReadStreamPromise(entry) }
}

/** Refuses conversations that would unpack to more than is allowed, by what their entries declare. */
export function checkExportZip({ entries }: ExportZip, { holderBytes, zipRatio }: Limits): void {
  let unpacked = 0
  for (const { uncompressedSize, compressedSize, ...entry } of entries) {
    unpacked += uncompressedSize
    const isBomb = uncompressedSize > neverABomb && uncompressedSize > compressedSize * zipRatio
    if (isBomb || unpacked > holderBytes) {
      throw new Refused(refuse('FILE_TOO_LARGE', 'The conversations unpack to more than is allowed'))
    }
    if ((entry.generalPurposeBitFlag & 1) === 1) {
      throw new Refused(refuse('FILE_LOCKED_WITH_PASSWORD', 'The conversations in the archive are encrypted'))
    }
  }
}

/** `conversations.json`, or the files a large ChatGPT export is split into; at the top or in one folder. */
const conversations = /^(?:[^/\\]+[/\\])?conversations(?:-\d+)?\.json$/i
