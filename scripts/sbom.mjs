import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { sbomOf } from './supply-chain.mjs'

// `npm run sbom`: what Alcove is made of, as CycloneDX, into dist/sbom.cdx.json or the file that is named.

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const read = (path) => JSON.parse(readFileSync(join(root, path), 'utf8'))
const to = join(root, process.argv[2] ?? 'dist/sbom.cdx.json')
const { known } = read('tests/supply-chain/allowed.json')
const sbom = sbomOf({ manifest: read('package.json'), lockfile: read('package-lock.json'), known })
mkdirSync(dirname(to), { recursive: true })
writeFileSync(to, `${JSON.stringify(sbom, null, 2)}\n`)
process.stdout.write(`${sbom.components.length} packages in ${to}\n`)
