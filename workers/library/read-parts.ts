import { createHash } from 'node:crypto'
import { readSync } from 'node:fs'
import { extname } from 'node:path'
import type { IngestFailure } from '#contract/library.contract'
import type { DocumentType } from '#contract/passage'
import { ok, type Result } from '#contract/result'
import { refuse } from './failure.ts'
import type { Limits } from './limits.ts'
import type { TokenCounter } from './passage-size.ts'
import { type DocumentDraft, draftOf, readDocument } from './read-document.ts'
import { Refused } from './refused.ts'
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
  /** Places in the file that were too much for the thread. */
  readonly leftOut: readonly string[]
  /** Told of a place before its content is taken apart, which may end the thread. */
  readonly onEnter: (place: string) => void
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
        // What cannot be cut into passages costs only itself.
        const draft = await draftOfPart(part, file, request).catch(() => null)
        if (draft) await onPart(draft)
      }
      return ok(splitter.type)
    }
    return ok(null)
  } catch (error) {
    if (error instanceof Refused) return error.refusal
    return refuse('FILE_DAMAGED', `The splitter gave up: ${error instanceof Error ? error.name : 'unknown'}`)
  }
}

async function draftOfPart(part: Part, { enter }: FileToSplit, request: PartsToRead): Promise<PartDraft | null> {
  const { content, title, identity, thread } = part
  const { limits, countTokens } = request
  if (!('document' in content) && !enter(part.part)) return null
  const read =
    'document' in content
      ? draftOf({ parsed: content.document, type: content.type, name: title, limits, countTokens })
      : await readDocument({ ...content, limits, countTokens })
  if (!read.ok) return null
  const writtenAt = read.value.writtenAt ?? part.writtenAt ?? null
  const draft = { ...read.value, title: title.trim().slice(0, 500) || read.value.title, writtenAt }
  return { part: part.part, identity, thread, sha256: hashOf(part, draft), draft }
}

function hashOf({ identity, thread }: Part, { passages, ...draft }: DocumentDraft): string {
  const stored = JSON.stringify({ identity, thread, ...draft, hashes: passages.map(({ textHash }) => textHash) })
  return createHash('sha256').update(stored).digest('hex')
}

function fileToSplit({ name, size, fd, leftOut, onEnter }: PartsToRead): FileToSplit {
  const head = new Uint8Array(new ArrayBuffer(Math.min(size, 65_536)))
  const filled = readSync(fd, head, 0, head.length, 0)
  return {
    name,
    extension: extname(name).slice(1).toLowerCase(),
    head: head.slice(0, filled),
    size,
    fd,
    enter(place) {
      if (leftOut.includes(place)) return false
      onEnter(place)
      return true
    },
  }
}
