import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** Numbers from 0 to 1 that are the same for the same seed. */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

const words =
  'bridge river stone contract notice winter budget engine harbour letter meeting garden window figure agreement copper rail island number answer'.split(
    ' ',
  )

/** Writes a folder of files of several kinds and sizes, two of which cannot be read. */
export function writePapers(folder: string, files: number): void {
  const random = createRandom(files)
  const sentence = () => `The ${Array.from({ length: 9 }, () => words[Math.floor(random() * words.length)]).join(' ')}.`
  const section = () => Array.from({ length: 6 }, sentence).join(' ')
  for (let index = 0; index < files; index += 1) {
    const sections = Array.from({ length: 1 + Math.floor(random() * 3) }, (_, at) => `## Part ${at}\n\n${section()}\n`)
    write(`part-${index % 4}/note-${index}.md`, `# Note ${index}\n\n${sections.join('\n')}`)
  }
  write('figures.csv', `name,amount\n${words.map((word, index) => `${word},${index}`).join('\n')}\n`)
  write('settings.json', JSON.stringify({ words }))
  write('code/main.ts', 'export function add(a: number, b: number) {\n  return a + b\n}\n')
  write('empty.md', '')
  write('binary.txt', Buffer.from(Array.from({ length: 4_096 }, (_, index) => (index * 31) % 256)))

  function write(name: string, content: string | Buffer): void {
    const path = join(folder, name)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, content)
  }
}
