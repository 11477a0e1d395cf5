import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { faultsOf, packagesIn, sbomOf, thirdParty } from '../../scripts/supply-chain.mjs'
import { root } from './planted.ts'

const read = (path: string) => JSON.parse(readFileSync(join(root, path), 'utf8'))
const manifest = read('package.json')
const lockfile = read('package-lock.json')
const allowed = read('tests/supply-chain/allowed.json')
const published = read('tests/supply-chain/published.json')

test('no package drifts from package.json, brings a script or a licence nobody agreed to, or was taken in too young', () => {
  // After a dependency was added: `npm run published`, `npm run licences`, and a line in tests/supply-chain/allowed.json.
  expect(faultsOf({ manifest, lockfile, allowed, published })).toEqual([])
  expect(packagesIn(lockfile).length).toBeGreaterThan(1_000)
})

test('a package that does any of it would be noticed', () => {
  const planted = (name: string, more: object) =>
    faultsOf({
      manifest,
      allowed,
      published: {
        ...published,
        'planted@1.0.0': ['2026-01-01', '2026-02-01'],
        'young@1.0.0': ['2026-01-01', '2026-01-14'],
      },
      lockfile: {
        packages: { ...lockfile.packages, [`node_modules/${name}`]: { version: '1.0.0', license: 'MIT', ...more } },
      },
    })

  expect({
    drift: faultsOf({
      manifest: { ...manifest, dependencies: { ...manifest.dependencies, react: '19.0.0' } },
      lockfile,
      allowed,
      published,
    }),
    fine: planted('planted', {}),
    script: planted('planted', { hasInstallScript: true }),
    licence: planted('planted', { license: 'GPL-3.0-only' }),
    noLicence: planted('planted', { license: undefined }),
    buildOnly: planted('planted', { license: 'MPL-2.0' }),
    buildOnlyInBuild: planted('planted', { license: 'MPL-2.0', dev: true }),
    young: planted('young', {}),
    unknown: planted('never-seen', {}),
    scriptGone: faultsOf({
      manifest,
      lockfile,
      allowed: { ...allowed, installScripts: { ...allowed.installScripts, gone: '' } },
      published,
    }),
  }).toEqual({
    drift: ['package-lock.json does not say what package.json says of dependencies'],
    fine: [],
    script: ['planted has an install script'],
    licence: ['planted has the licence GPL-3.0-only'],
    noLicence: ['planted does not say its licence'],
    buildOnly: ['planted has the licence MPL-2.0'],
    buildOnlyInBuild: [],
    young: ['young@1.0.0 was 13 days old when it was taken in'],
    unknown: ['nobody has looked when never-seen@1.0.0 was published: npm run published'],
    scriptGone: ['gone is allowed an install script and has none'],
  })
})

test('the bill of materials is CycloneDX, names every package once, and is the same each time', () => {
  const Component = z.object({
    type: z.literal('library'),
    'bom-ref': z.string(),
    name: z.string().min(1),
    version: z.string().min(1),
    purl: z.string().regex(/^pkg:npm\/(%40[\w.-]+\/)?[\w.-]+@[\w.+-]+$/),
    scope: z.enum(['required', 'excluded']),
    licenses: z.array(z.object({ expression: z.string().min(1) })).length(1),
    hashes: z.array(z.object({ alg: z.literal('SHA-512'), content: z.string().regex(/^[0-9a-f]{128}$/) })).length(1),
  })
  const Sbom = z.object({
    bomFormat: z.literal('CycloneDX'),
    specVersion: z.literal('1.6'),
    serialNumber: z.string().regex(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/),
    version: z.literal(1),
    metadata: z.object({ component: z.object({ name: z.literal('alcove'), version: z.string() }) }),
    components: z.array(Component),
  })

  const sbom = Sbom.parse(sbomOf({ manifest, lockfile, known: allowed.known }))

  const wanted = new Set(packagesIn(lockfile).map(({ name, version }) => `${name}@${version}`))
  expect(sbom.components.map(({ name, version }) => `${name}@${version}`).toSorted()).toEqual([...wanted].toSorted())
  expect(sbomOf({ manifest, lockfile, known: allowed.known })).toEqual(
    sbomOf({ manifest, lockfile, known: allowed.known }),
  )
})

test('what About lists and what ships with the app is what the lockfile says', () => {
  const texts = readFileSync(join(root, 'resources/third-party-licences.txt'), 'utf8')
  const missing = packagesIn(lockfile)
    .filter(({ path, shipped }) => shipped && !lockfile.packages[path].optional)
    .filter(({ name, version }) => !texts.includes(`${name} ${version}\n`))

  expect(read('renderer/public/third-party.json')).toEqual(thirdParty(lockfile, allowed.known))
  expect(missing.map(({ name }) => name)).toEqual([])
})
