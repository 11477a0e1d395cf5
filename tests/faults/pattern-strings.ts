import fc from 'fast-check'

/** A regular expression of the product. */
export interface Pattern {
  readonly where: string
  readonly source: string
  readonly flags: string
}

export interface Tried {
  readonly worst: number
  readonly strings: number
  /** The beginning of what took longest. */
  readonly text: string
}

const plain = [
  ...' \t\n\r0a-_.,:;/\\<>()[]{}"\'`*#@!?&%=+|~$^',
  'é',
  '漢',
  '\u00a0',
  '\u200b',
  '\ud83d\ude00',
  'aA0',
  '](',
  '--',
]
/** Milliseconds after which a pattern is not tried any further. */
const enough = 150
const ends = ['\0', '', '\n', '!', 'x', '>']

export interface Effort {
  /** Of each string, in signs. */
  readonly length: number
  /** From how many texts that the pattern matches parts are taken. */
  readonly samples: number
  readonly ends: number
}

/** Tries one pattern on strings made to have it go back and forth: parts of what it matches, repeated, and an end it does not. */
export function tryPattern({ source, flags }: Pattern, effort: Effort): Tried {
  const every = new RegExp(source, flags.includes('y') || flags.includes('g') ? flags : `${flags}g`)
  let worst = 0
  let longest = ''
  let strings = 0
  for (const text of stringsFor(source, flags, effort)) {
    strings += 1
    let taken = timeOf(every, text)
    if (taken > 10 && taken < enough) taken = Math.min(taken, timeOf(every, text), timeOf(every, text))
    if (taken <= worst) continue
    worst = taken
    longest = text
    // That it is slow is known by now.
    if (worst > enough) break
  }
  return { worst, strings, text: JSON.stringify(longest.slice(0, 60)) }
}

/** What this thread worked, in milliseconds: the machine may be busy with something else. */
function timeOf(every: RegExp, text: string): number {
  every.lastIndex = 0
  const begun = process.threadCpuUsage()
  text.replace(every, '')
  const { user, system } = process.threadCpuUsage(begun)
  return (user + system) / 1_000
}

function* stringsFor(
  source: string,
  flags: string,
  { length, samples: many, ends: endings }: Effort,
): Generator<string> {
  const samples = samplesOf(source, flags, many)
  const pieces = new Set(plain)
  for (const sample of samples) {
    const signs = [...sample]
    for (let from = 0; from < Math.min(signs.length, 8); from += 1) {
      for (const size of [1, 2, 3, signs.length]) pieces.add(signs.slice(from, from + size).join(''))
    }
  }
  const begins = [
    '',
    ...samples.slice(0, endings > 3 ? 2 : 1).map((sample) => sample.slice(0, Math.ceil(sample.length / 2))),
  ]
  for (const piece of pieces) {
    if (piece === '') continue
    const pump = piece.repeat(Math.ceil(length / piece.length))
    for (const begin of begins) for (const end of ends.slice(0, endings)) yield begin + pump + end
  }
  for (const sample of samples) yield sample.repeat(Math.min(1_000, Math.ceil(length / Math.max(1, sample.length))))
}

function samplesOf(source: string, flags: string, many: number): readonly string[] {
  try {
    return fc.sample(fc.stringMatching(new RegExp(source, flags.replace(/[gydimsv]/g, ''))), {
      numRuns: many,
      seed: 7,
    })
  } catch {
    // fast-check does not know every feature of a pattern: what stands in it as it is has to do.
    return [source.replaceAll(/[\\^$.*+?()[\]{}|]/g, '')]
  }
}
