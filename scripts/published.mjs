import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { packagesIn } from './supply-chain.mjs'

// `npm run published`: after a dependency was added or changed, asks npm when the new versions were published, so that the
// test of their age needs no network. Versions that are known already are not asked for again.

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const file = join(root, 'tests/supply-chain/published.json')
const known = JSON.parse(readFileSync(file, 'utf8'))
const packages = packagesIn(JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')))
const today = new Date().toISOString().slice(0, 10)
const times = new Map()

const kept = packages
  .filter(({ binaryOf }) => !binaryOf)
  .map(({ name, version }) => [`${name}@${version}`, known[`${name}@${version}`] ?? look(name, version)])
const sorted = [...new Map(kept)].toSorted(([one], [other]) => (one < other ? -1 : Number(one > other)))
const lines = sorted.map(([spec, dates]) => `  ${JSON.stringify(spec)}: ${JSON.stringify(dates)}`)
writeFileSync(file, `{\n${lines.join(',\n')}\n}\n`)
process.stdout.write(`${times.size} packages were asked for, ${sorted.length} versions are known\n`)

function look(name, version) {
  if (!times.has(name)) {
    const args = ['view', name, 'time', '--json', '--prefer-offline']
    times.set(name, JSON.parse(execFileSync('npm', args, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 })))
  }
  const at = times.get(name)[version]
  if (!at) throw new Error(`npm does not say when ${name}@${version} was published`)
  return [at.slice(0, 10), today]
}
