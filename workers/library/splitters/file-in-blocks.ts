import { fstatSync, readSync } from 'node:fs'
import { Readable } from 'node:stream'
import yauzl from 'yauzl'
import { bytesOf } from './file-bytes.ts'

const blockBytes = 262_144

/** An open file for yauzl, read in blocks: the directory of an archive is asked for entry by entry, and each would be a read of its own. */
export class FileInBlocks extends yauzl.RandomAccessReader {
  readonly size: number
  readonly #fd: number
  #start = 0
  #block = Buffer.alloc(0)

  constructor(fd: number) {
    super()
    this.#fd = fd
    this.size = fstatSync(fd).size
  }

  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null) => void,
  ): void {
    try {
      if (position < this.#start || position + length > this.#start + this.#block.length) this.#load(position, length)
      const from = position - this.#start
      const copied = this.#block.copy(buffer, offset, from, from + length)
      process.nextTick(callback, copied === length ? null : new Error('unexpected EOF'))
    } catch (error) {
      process.nextTick(callback, error)
    }
  }

  override _readStreamForRange(start: number, end: number): Readable {
    return Readable.from(this.#pieces(start, end), { objectMode: false })
  }

  *#pieces(start: number, end: number): Generator<Uint8Array> {
    for (let at = start; at < end; at += blockBytes) yield bytesOf(this.#fd, at, Math.min(end, at + blockBytes))
  }

  #load(position: number, length: number): void {
    const block = Buffer.alloc(Math.max(blockBytes, length))
    const filled = readSync(this.#fd, block, 0, block.length, position)
    this.#start = position
    this.#block = block.subarray(0, filled)
  }
}
