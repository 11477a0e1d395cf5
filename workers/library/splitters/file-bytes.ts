import { readSync } from 'node:fs'

/** The bytes of an open file from `start` to `end`, fewer when the file ends before. */
export function bytesOf(fd: number, start: number, end: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(new ArrayBuffer(Math.max(0, end - start)))
  let filled = 0
  while (filled < bytes.length) {
    const read = readSync(fd, bytes, filled, Math.min(bytes.length - filled, 4_194_304), start + filled)
    if (read === 0) break
    filled += read
  }
  return filled === bytes.length ? bytes : bytes.slice(0, filled)
}

/** The same bytes as a buffer, without copying them. */
export function asBuffer(bytes: Uint8Array<ArrayBuffer>): Buffer<ArrayBuffer> {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
