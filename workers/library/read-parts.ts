import { createHash } from 'node:crypto'
import { readSync } from 'node:fs'
import { extname } from 'node:path'
import type { IngestFailure } from '#contract/library.contract'
import type { DocumentType } from '#contract/passage'
import { ok, type Result } from '#contract/result'
import { refuse } from './failure.ts'
import type { Limits } from './limits.ts'
import type { Media } from './media/media.ts'
import type { TokenCounter } from './passage-size.ts'
import { type DocumentDraft, draftOf, readDocument } from './read-document.ts'
import type { FileToSplit, Part } from './splitters/splitter.ts'
import { splitters } from './splitters/splitters.ts'

/** A document of a file that holds several, cut into passages. */
export interface PartDraft {
  readonly part: string
  readonly identity: string | null
  readonly thread: string | null
  /** Of all that would be stored; the same for the same part. */
  readonly sha256: string
  readonly draft: DocumentDraft
}

export interface PartsToRead {
  readonly name: string
  readonly size: number
  /** Open for reading; stays open. */
  readonly fd: number
  readonly limits: Limits
  readonly countTokens: TokenCounter
  readonly media?: Media
  /** Settles when the next part may be made. */
  readonly onPart: (part: PartDraft) => Promise<void>
}

/** Hands over the documents of a file one by one; null when the file is none that holds several. Attachments without a parser are left out. */
export async function readParts(request: PartsToRead): Promise<Result<DocumentType | null, IngestFailure>> {
  const { limits, onPart } = request
  const file = fileToSplit(request)
  try {
    for (const splitter of splitters) {
      if (!(await splitter.accepts(file))) continue
      for await (const part of splitter.split(file, limits)) {
        const draft = await draftOfPart(part, request)
        if (draft) await onPart(draft)
      }
      return ok(splitter.type)
    }
    return ok(null)
  } catch (error) {
    if (isRefusal(error)) return error.refusal
    return refuse('FILE_DAMAGED', `The splitter gave up: ${error instanceof Error ? error.name : 'unknown'}`)
  }
}

/** Thrown by a splitter to say by name why a file cannot be read. */
export class Refused extends Error {
  readonly refusal: ReturnType<typeof refuse>

  constructor(refusal: ReturnType<typeof refuse>) {
    super(refusal.failure.message)
    this.refusal = refusal
  }
}

function isRefusal(error: unknown): error is Refused {
  return error instanceof Refused
}

async function draftOfPart(part: Part, { limits, countTokens, media }: PartsToRead): Promise<PartDraft | null> {
  const { content, title, identity, thread } = part
  const read =
    'document' in content
      ? draftOf({ parsed: content.document, type: content.type, name: title, limits, countTokens })
      : await readDocument({ name: content.name, bytes: content.bytes, limits, countTokens, media })
  if (!read.ok) return null
  const draft = { ...read.value, title: title.trim().slice(0, 500) || read.value.title }
  return { part: part.part, identity, thread, sha256: hashOf(part, draft), draft }
}

function hashOf({ identity, thread }: Part, { passages, ...draft }: DocumentDraft): string {
  const stored = JSON.stringify({ identity, thread, ...draft, hashes: passages.map(({ textHash }) => textHash) })
  return createHash('sha256').update(stored).digest('hex')
}

function fileToSplit({ name, size, fd }: PartsToRead): FileToSplit {
  const head = new Uint8Array(new ArrayBuffer(Math.min(size, 65_536)))
  const filled = readSync(fd, head, 0, head.length, 0)
  return { name, extension: extname(name).slice(1).toLowerCase(), head: head.slice(0, filled), size, fd }
}
