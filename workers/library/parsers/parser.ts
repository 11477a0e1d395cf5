import type { FileFormat } from '#contract/formats'
import type { IngestFailure } from '#contract/library.contract'
import type { DocumentType, Place, SymbolKind } from '#contract/passage'
import type { Result } from '#contract/result'
import type { Limits } from '../limits.ts'
import type { Media } from '../media/media.ts'

/** A file whose content was looked at; parsers decide by this and never by the name alone. */
export interface SniffedFile {
  readonly name: string
  /** In lower case, without the dot; empty when there is none. */
  readonly extension: string
  /** What the name promises; decides only between kinds of text. */
  readonly format: FileFormat | null
  readonly bytes: Uint8Array<ArrayBuffer>
  /** What the first bytes say; null for text. */
  readonly mime: string | null
  /** Null when the bytes are not text. */
  readonly text: string | null
}

export interface Heading {
  readonly text: string
  /** Where its line begins in the text form. */
  readonly start: number
}

/** A stretch of the text form that may be cut inside and merged with its neighbours; headings are no blocks. */
export interface Block {
  readonly start: number
  readonly end: number
  /** Headings above it, outermost first; blocks of one section share the array itself. */
  readonly headings: readonly Heading[]
  readonly page: number | null
  /** Prose is cut between sentences, lines (code, rows, tables) only at line ends as long as these are near enough. */
  readonly kind: 'prose' | 'lines'
}

/** A stretch of the text form and where it stands in the file: a line of a page, a row of a sheet, a definition. */
export interface PlacedRange {
  readonly start: number
  readonly end: number
  readonly place: Place
}

/** A definition in source code; lines of the text form, counted from 1, both inclusive. */
export interface CodeSymbol {
  /** With what it stands in: `Queue.advance`. */
  readonly name: string
  readonly kind: SymbolKind
  readonly startLine: number
  readonly endLine: number
}

export interface CodeImport {
  /** As it is written: a path, a package, a namespace. */
  readonly module: string
  readonly line: number
}

export interface ParsedDocument {
  readonly title: string | null
  /** What ranges and lines refer to. Where a document has pages, each page but the first begins after a form feed. */
  readonly text: string
  readonly pages: number | null
  /** A shiki id for source code, null otherwise. */
  readonly codeLanguage: string | null
  /** Ascending, not overlapping. */
  readonly blocks: readonly Block[]
  /** Set where no passage may reach over two outermost headings, because it can name but one of them: sheets of a workbook. */
  readonly hasSectionsApart?: boolean
  /** Ascending by start; a passage gets the places it overlaps, joined. */
  readonly places?: readonly PlacedRange[]
  readonly symbols?: readonly CodeSymbol[]
  readonly imports?: readonly CodeImport[]
  /** Who wrote it, where the document says so. */
  readonly author?: string | null
  /** When it was written or sent, where the document says so; milliseconds since the Unix epoch. */
  readonly writtenAt?: number | null
}

export interface Parser {
  readonly type: DocumentType
  accepts(file: SniffedFile): boolean
  /** What it throws counts as damage of the file. `media` is what can be recognised; nothing when left out. */
  parse(file: SniffedFile, limits: Limits, media?: Media): Promise<Result<ParsedDocument, IngestFailure>>
}
