import type { DocumentType } from '#contract/passage'
import type { Limits } from '../limits.ts'
import type { ParsedDocument } from '../parsers/parser.ts'

/** A file that may hold several documents; its beginning was looked at, the rest is read by who splits it. */
export interface FileToSplit {
  readonly name: string
  /** In lower case, without the dot; empty when there is none. */
  readonly extension: string
  /** At most the first 64 KiB. */
  readonly head: Uint8Array<ArrayBuffer>
  readonly size: number
  /** Open for reading; whoever handed it over closes it. */
  readonly fd: number
  /** To be called before work that may be too much for the thread; false where it was, so that only this is left out. */
  readonly enter: (place: string) => boolean
}

/** One document of a file that holds several. */
export interface Part {
  /** Names it within its file, the same at every reading; empty for the document that the file itself is. */
  readonly part: string
  /** Names it whatever file it came in (`chatgpt:<id>`), so that a second import is none; null where nothing does. */
  readonly identity: string | null
  readonly title: string
  /** Documents of one conversation share it. */
  readonly thread: string | null
  /** Of an attachment the time of its message, where its content has none of its own. */
  readonly writtenAt?: number | null
  /** Parsed already, or bytes that a parser reads by their name (an attachment). */
  readonly content:
    | { readonly type: DocumentType; readonly document: ParsedDocument }
    | { readonly name: string; readonly bytes: Uint8Array<ArrayBuffer> }
}

export interface Splitter {
  readonly type: DocumentType
  accepts(file: FileToSplit): boolean | Promise<boolean>
  /** Yields the documents one by one, holding one at a time in memory. What it throws counts as damage of the file. */
  split(file: FileToSplit, limits: Limits): AsyncGenerator<Part>
}
