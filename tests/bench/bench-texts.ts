import { readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { z } from 'zod'

export interface BenchTexts {
  readonly name: string
  readonly texts: readonly string[]
}

const DocumentLine = z.object({ id: z.string(), title: z.string(), text: z.string() })

/** The documents of a set as the files of a library would hold them: title, empty line, text. */
export async function textsOfSet(folder: string): Promise<BenchTexts> {
  const lines = (await readFile(join(folder, 'documents.jsonl'), 'utf8')).trim().split('\n')
  const texts = lines
    .map((line) => DocumentLine.parse(JSON.parse(line)))
    .map(({ title, text }) => (text.startsWith(title) ? text : `${title}\n\n${text}`))
  return { name: basename(folder), texts: texts.filter((text) => text.trim() !== '') }
}

/** The texts of the first set, or generated ones when no set is given. */
export async function textsOf(sets: readonly string[]): Promise<BenchTexts> {
  return sets[0] === undefined ? generatedTexts(900) : textsOfSet(sets[0])
}

/** Abstracts of about the length of Cranfield's, all different, the same on every run. */
export function generatedTexts(count: number): BenchTexts {
  const next = seeded(1)
  const word = () => words[Math.floor(next() * next() * words.length)] ?? 'flow'
  const sentence = () => `${Array.from({ length: 12 + Math.floor(next() * 16) }, word).join(' ')} .`
  const text = () => Array.from({ length: 5 + Math.floor(next() * 6) }, sentence).join('  ')
  return { name: 'generated', texts: Array.from({ length: count }, text) }
}

/** Mulberry32: the same numbers from 0 to 1 for the same seed. */
export function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

const words = `the of and a in is to for with at by on are from which an be it as flow pressure boundary layer heat
transfer number surface results theory wing body velocity supersonic temperature method mach given plate equations laminar
turbulent shock wave distribution effects solution obtained present experimental stress edge lift cone angle shown between
cylinder leading jet ratio gas stream free condition reynolds hypersonic buckling shell solutions values compared
stagnation point approximate blunt transition analysis problem skin friction drag thickness aerodynamic load slender
interaction nose separation viscous dissociation incompressible creep thermal panel flutter vibration coefficient`
  .split(/\s+/)
  .filter(Boolean)
