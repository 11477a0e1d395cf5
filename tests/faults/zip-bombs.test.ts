import { rmSync } from 'node:fs'
import { expect, onTestFinished, test } from 'vitest'
import { isFull, most, report, tally } from './fault-run.ts'
import { openReader } from './hostile-reader.ts'
import { entryOf, nestedBomb, zipBombs, zipFormats, zipOf } from './zip-bombs.ts'

const rejected = ['FILE_TOO_LARGE', 'FORMAT_UNSUPPORTED', 'FILE_DAMAGED', 'FILE_BINARY', 'FILE_HAS_NO_TEXT']
/** Each by its name, and once more under a name that promises something else. */
const names = (format: string) => (isFull ? [`bomb.${format}`, 'bomb.bin', 'bomb.txt', 'bomb'] : [`bomb.${format}`])

test('archives that unpack to more than they are get refused quickly and with little memory, whatever they are called', {
  timeout: 1_800_000,
}, async () => {
  const reader = await openReader()
  onTestFinished(reader.close)
  const seen: {
    readonly what: string
    readonly how: string
    readonly milliseconds: number
    readonly grewBy: number
  }[] = []
  for (const format of Object.keys(zipFormats)) {
    // Loads the parser of the format, so that what is measured is the bomb.
    await reader.read(reader.write(`calm.${format}`, calm(format)))
    for (const { what, bytes } of bombsOf(format)) {
      for (const name of names(format)) {
        const path = reader.write(name, bytes)
        seen.push({ what: `${format}, ${what}, as ${name}`, ...(await reader.read(path)) })
        rmSync(path)
      }
    }
  }

  const bombs = seen.filter(({ what }) => !what.includes('in archives'))
  report('S2 zip bombs', {
    files: seen.length,
    rejected: `${bombs.filter(({ how }) => rejected.includes(how)).length} of ${bombs.length}`,
    'longest ms': most(seen.map(({ milliseconds }) => milliseconds)),
    'most growth MB': most(seen.map(({ grewBy }) => grewBy)),
    'core crashes': reader.restarts(),
    ...tally(seen.map(({ how }) => how)),
  })
  expect({
    restarts: reader.restarts(),
    notRejected: bombs.filter(({ how }) => !rejected.includes(how)),
    accidents: seen.filter(({ how }) => how !== 'read' && !rejected.includes(how)),
    slow: seen.filter(({ what, milliseconds }) => milliseconds > patienceWith(what)),
    large: seen.filter(({ grewBy }) => grewBy > 150),
  }).toEqual({ restarts: 0, notRejected: [], accidents: [], slow: [], large: [] })
})

/** What is no document is read entry by entry from the disk, since exports of chats are larger than the memory. */
function patienceWith(what: string): number {
  return what.startsWith('zip') || process.platform !== 'linux' ? 4_000 : 1_000
}

function* bombsOf(format: string) {
  yield* zipBombs(format)
  yield { what: 'archives in archives', bytes: nestedBomb(format) }
}

function calm(format: string): Buffer {
  const { marks, part } = zipFormats[format] ?? { marks: [], part: '' }
  return zipOf([...marks, entryOf(part, '<p>Words</p>')])
}
