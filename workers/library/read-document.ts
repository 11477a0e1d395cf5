import { parse as parsePath } from 'node:path'
import type { IngestFailure } from '#contract/library.contract'
import type { DocumentType } from '#contract/passage'
import { ok, type Result } from '#contract/result'
import { textHashOf } from '../embedded-text.ts'
import { type Chunk, chunk } from './chunk.ts'
import { storable } from './decode.ts'
import { refuse } from './failure.ts'
import type { Limits } from './limits.ts'
import type { Media } from './media/media.ts'
import type { CodeImport, CodeSymbol, ParsedDocument } from './parsers/parser.ts'
import { parsers } from './parsers/parsers.ts'
import type { PassageSize, TokenCounter } from './passage-size.ts'
import { sniff } from './sniff.ts'

export interface PassageDraft extends Chunk {
  /** SHA-256 of what is embedded. */
  readonly textHash: string
}

/** All that is known about a document from its bytes alone. */
export interface DocumentDraft {
  readonly title: string
  readonly type: DocumentType
  readonly codeLanguage: string | null
  readonly pages: number | null
  readonly author: string | null
  readonly writtenAt: number | null
  readonly text: string
  readonly passages: readonly PassageDraft[]
  readonly symbols: readonly CodeSymbol[]
  readonly imports: readonly CodeImport[]
}

export interface FileToRead {
  readonly name: string
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly limits: Limits
  readonly countTokens: TokenCounter
  /** What can be recognised; nothing when left out. */
  readonly media?: Media
  /** Of its passages; the usual one when left out. */
  readonly size?: PassageSize | undefined
}

/** Turns the bytes of a file into a document cut into passages, or says why that is not possible. */
export async function readDocument(file: FileToRead): Promise<Result<DocumentDraft, IngestFailure>> {
  const { name, bytes, limits, countTokens, media, size } = file
  const sniffed = await sniff(name, bytes)
  if (!sniffed.ok) return sniffed
  const parser = parsers.find((parser) => parser.accepts(sniffed.value))
  if (!parser) return refuse('FORMAT_UNSUPPORTED', 'No parser takes this file')
  const parsed = await attempt(() => parser.parse(sniffed.value, limits, media))
  return parsed.ok ? draftOf({ parsed: parsed.value, type: parser.type, name, limits, countTokens, size }) : parsed
}

export interface ParsedFile {
  readonly parsed: ParsedDocument
  readonly type: DocumentType
  readonly name: string
  readonly limits: Limits
  readonly countTokens: TokenCounter
  readonly size?: PassageSize | undefined
}

/** Cuts a parsed document into passages, or says that it is too large or has no text. Pure. */
export function draftOf(file: ParsedFile): Result<DocumentDraft, IngestFailure> {
  const { parsed, type, name, limits, countTokens, size } = file
  const document = { ...parsed, text: storable(parsed.text) }
  if (document.text.length > limits.textCharacters) {
    return refuse('FILE_TOO_LARGE', `${document.text.length} characters of text, at most ${limits.textCharacters}`)
  }
  const passages = chunk(document, countTokens, size).map((place) => ({ ...place, textHash: hashOf(document, place) }))
  if (passages.length === 0) return refuse('FILE_HAS_NO_TEXT', 'Nothing but white space')
  const { codeLanguage, pages, text, author = null, writtenAt = null, symbols = [], imports = [] } = document
  const title = document.title?.trim().slice(0, 500) || parsePath(name).name
  return ok({ title, type, codeLanguage, pages, author, writtenAt, text, passages, symbols, imports })
}

async function attempt(parse: () => Promise<Result<ParsedDocument, IngestFailure>>) {
  try {
    return await parse()
  } catch (error) {
    // Parsers throw on what no valid file holds; the message may quote the file, its name never does.
    return refuse('FILE_DAMAGED', `The parser gave up: ${error instanceof Error ? error.name : 'unknown'}`)
  }
}

function hashOf({ text }: ParsedDocument, { start, end, heading }: Chunk): string {
  return textHashOf({ heading, text: text.slice(start, end) })
}
