import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { licenceTexts, thirdParty } from './supply-chain.mjs'

// `npm run licences`: after a dependency was added or changed, writes the list that About shows and the texts that are shipped.

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const read = (path) => JSON.parse(readFileSync(join(root, path), 'utf8'))
const lockfile = read('package-lock.json')
const { known } = read('tests/supply-chain/allowed.json')
const list = thirdParty(lockfile, known)
writeFileSync(
  join(root, 'renderer/public/third-party.json'),
  `[\n${list.map((line) => JSON.stringify(line)).join(',\n')}\n]\n`,
)
writeFileSync(join(root, 'resources/third-party-licences.txt'), licenceTexts(root, lockfile, known))
process.stdout.write(`${list.length} packages are shipped\n`)
