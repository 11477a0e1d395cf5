import { readSync } from 'node:fs'
import { asBuffer, bytesOf } from './file-bytes.ts'

/** Where a message of a mailbox stands in the file, without the `From ` line before it. */
export interface MessageRange {
  readonly start: number
  readonly end: number
}

const chunkBytes = 1_048_576
const mark = '\nFrom '

/** Finds the messages of a mailbox one after the other, in memory that does not depend on the mailbox; what stands before the first is passed over. */
export function* messageRanges(fd: number, size: number): Generator<MessageRange> {
  let start: number | null = null
  for (const at of lineStarts(fd, size)) {
    const body = separatorEnd(fd, at)
    if (body === null) continue
    if (start !== null) yield { start, end: at }
    start = body
  }
  if (start !== null) yield { start, end: size }
}

/** The bytes of a message as they were before they were put into the mailbox: `>From ` is `From ` again, and the empty line at the end is gone. */
export function messageBytes(fd: number, { start, end }: MessageRange): Uint8Array<ArrayBuffer> {
  return unescaped(withoutLastLines(bytesOf(fd, start, end)))
}

/** Whether a text begins as a mailbox does. */
export function beginsAsMailbox(head: Uint8Array): boolean {
  const text = Buffer.from(head.subarray(0, 4_096)).toString('latin1')
  const [line = '', next = ''] = text.slice(leadingSpace(text)).split(/\r?\n/, 2)
  return line.startsWith('From ') && (isHeader(next) || isDated(line))
}

function* lineStarts(fd: number, size: number): Generator<number> {
  const buffer = Buffer.allocUnsafe(chunkBytes)
  const first = Buffer.alloc(64)
  const text = first.toString('latin1', 0, readSync(fd, first, 0, first.length, 0))
  if (text.slice(leadingSpace(text)).startsWith('From ')) yield leadingSpace(text)
  for (let position = 0; position < size; ) {
    const read = readSync(fd, buffer, 0, buffer.length, position)
    if (read < mark.length) return
    const chunk = buffer.subarray(0, read)
    for (let at = chunk.indexOf(mark, 0, 'latin1'); at !== -1; at = chunk.indexOf(mark, at + 1, 'latin1')) {
      yield position + at + 1
    }
    // A mark may lie across the border of two chunks.
    position += read - mark.length + 1
  }
}

/** A mark of byte order or empty lines before the first message. */
function leadingSpace(text: string): number {
  return /^(?:\u00ef\u00bb\u00bf)?\s*/.exec(text)?.[0].length ?? 0
}

/** Where the message begins when the line at `at` parts two; null for a line of text that begins with the same word. */
function separatorEnd(fd: number, at: number): number | null {
  const from = Math.max(0, at - 3)
  const around = asBuffer(bytesOf(fd, from, at + 1_024)).toString('latin1')
  const before = around.slice(0, at - from)
  const [line = '', next = ''] = around.slice(at - from).split('\n', 2)
  const isApart = from === 0 || /\n\r?\n$/.test(before)
  const parts = isApart ? isDated(line) || isHeader(next) : isDated(line) && isHeader(next)
  return parts ? at + line.length + 1 : null
}

function isDated(line: string): boolean {
  return /^From .{0,300}\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\b.{1,20}\d\d?:\d\d/i.test(line)
}

function isHeader(line: string): boolean {
  return /^>?[!-9;-~]{1,100}[ \t]*:|^>From /.test(line)
}

/** The empty line before the next message comes with that one: a message is the same whether it is the last or not. */
function withoutLastLines(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  let end = bytes.length
  while (end > 0 && (bytes[end - 1] === 0x0a || bytes[end - 1] === 0x0d)) end -= 1
  return bytes.subarray(0, end)
}

function unescaped(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const buffer = asBuffer(bytes)
  const kept: Uint8Array[] = []
  let from = 0
  for (let at = buffer.indexOf('>From ', 0, 'latin1'); at !== -1; at = buffer.indexOf('>From ', at + 6, 'latin1')) {
    let first = at
    while (first > 0 && bytes[first - 1] === 0x3e) first -= 1
    if (first > 0 && bytes[first - 1] !== 0x0a) continue
    kept.push(bytes.subarray(from, at))
    from = at + 1
  }
  if (from === 0) return bytes
  kept.push(bytes.subarray(from))
  return new Uint8Array(Buffer.concat(kept))
}
