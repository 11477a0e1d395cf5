import { readFile, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { askBench } from './ask.bench.ts'
import { backupBench } from './backup.bench.ts'
import type { Bench } from './bench-kit.ts'
import { machine } from './bench-kit.ts'
import { embeddingBench } from './embedding.bench.ts'
import { encryptionBench } from './encryption.bench.ts'
import { followBench } from './follow.bench.ts'
import { ingestBench } from './ingest.bench.ts'
import { insideBench } from './inside.bench.ts'
import { prefixCacheBench } from './prefix-cache.bench.ts'
import { ablationsBench } from './retrieval/ablations.bench.ts'
import { retrievalBench } from './retrieval/retrieval.bench.ts'
import { scaleBench } from './scale.bench.ts'
import { searchBench } from './search.bench.ts'
import { startBench } from './start.bench.ts'
import { yourDataBench } from './your-data.bench.ts'

const benches: readonly Bench[] = [
  embeddingBench,
  startBench,
  searchBench,
  retrievalBench,
  ingestBench,
  followBench,
  askBench,
  prefixCacheBench,
  backupBench,
  encryptionBench,
  yourDataBench,
  insideBench,
  scaleBench,
  ablationsBench,
]

const page = new URL('../../docs/performance.md', import.meta.url)

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    /** A folder with documents.jsonl and queries.jsonl; may be given several times. */
    set: { type: 'string', multiple: true, default: [] },
    /** Such as `1000,10000`: how large the libraries are, for benches that can be told. */
    sizes: { type: 'string', default: '' },
    /** A folder with the values of another run, to compare with (retrieval). */
    against: { type: 'string' },
    /** Put the tables into docs/performance.md, too. */
    write: { type: 'boolean', default: false },
  },
})

// npm runs this in the project's folder; paths start where the person stands.
const sets = values.set.map((folder) => resolve(process.env.INIT_CWD ?? '.', folder))

const against = values.against === undefined ? null : resolve(process.env.INIT_CWD ?? '.', values.against)
const sizes = values.sizes.split(',').filter(Boolean).map(Number)

const unknown = positionals.filter((name) => !benches.some((bench) => bench.name === name))
if (unknown.length > 0) {
  process.stderr.write(`Unknown: ${unknown.join(', ')}. There are: ${benches.map(({ name }) => name).join(', ')}.\n`)
  process.exit(2)
}

for (const bench of benches) {
  const isWanted = positionals.length > 0 ? positionals.includes(bench.name) : !bench.onDemand
  if (!isWanted) continue
  process.stderr.write(`${bench.name} …\n`)
  const section = `${machine()}\n\n${await bench.run({ sets, sizes, against })}\n`
  process.stdout.write(`## ${bench.title}\n\n${section}\n`)
  if (values.write) await replaceOnPage(bench, section)
}

/** What stands between the two marks of a bench is its last run; the words around them are people's. */
async function replaceOnPage(bench: Bench, section: string): Promise<void> {
  const [begin, end] = [`<!-- bench ${bench.name} -->`, `<!-- end ${bench.name} -->`]
  const text = await readFile(page, 'utf8')
  const [before, rest] = text.split(begin)
  const after = rest?.split(end)[1]
  const added = `${begin}\n\n${section}\n${end}`
  await writeFile(
    page,
    after === undefined ? `${text.trimEnd()}\n\n## ${bench.title}\n\n${added}\n` : `${before}${added}${after}`,
  )
}
