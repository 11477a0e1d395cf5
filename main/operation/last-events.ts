import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { join } from 'node:path'
import { logFiles } from '../app/log.ts'

const tail = 16 * 1024

/** What the newest log file told last, as `process.area.event`: all that is left of a process that ended without a word. */
export function lastEventsIn(folder: string): readonly string[] {
  const [newest] = logFiles(folder)
  if (newest === undefined) return []
  const lines = endOf(join(folder, newest)).split('\n')
  return lines.flatMap((line) => eventOf(line) ?? []).slice(-20)
}

function endOf(path: string): string {
  const file = openSync(path, 'r')
  try {
    const { size } = fstatSync(file)
    const buffer = Buffer.alloc(Math.min(size, tail))
    readSync(file, buffer, 0, buffer.length, size - buffer.length)
    return buffer.toString('utf8')
  } finally {
    closeSync(file)
  }
}

/** A line that was cut off, or that an earlier version wrote, names nothing. */
function eventOf(line: string): string | null {
  const [, process, area, event] = /"process":"([a-z]+)","area":"([a-z]+)","event":"([a-z-]+)"/.exec(line) ?? []
  return process && area && event ? `${process}.${area}.${event}` : null
}
