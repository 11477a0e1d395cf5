import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

// What the lockfile says of the packages Alcove is made of. Everything here works without a network.

/** Built into the page or the installers although nothing imports them at run time. */
const shippedThough = ['@mermaid-js/tiny', 'tailwindcss', 'electron']
const day = 86_400_000
/** How old a release has to be, so that one that was taken over had time to be noticed. */
export const leastDays = 14

/** Every package of a lockfile: name, version, licence, what it does at its installation, and whether it is shipped. */
export function packagesIn(lockfile) {
  const parents = parentsOfBinaries(lockfile)
  return Object.entries(lockfile.packages)
    .filter(([path]) => path !== '')
    .map(([path, entry]) => {
      const name = entry.name ?? path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)
      return {
        path,
        name,
        version: entry.version,
        licence: entry.license ?? null,
        integrity: entry.integrity ?? null,
        script: entry.hasInstallScript === true,
        // A binary for one system goes with the package that pins it.
        binaryOf: entry.optional && (entry.os || entry.cpu) ? (parents.get(`${name}@${entry.version}`) ?? null) : null,
        shipped: (!entry.dev && !entry.devOptional) || shippedThough.includes(name),
      }
    })
}

function parentsOfBinaries(lockfile) {
  const pinned = Object.entries(lockfile.packages).flatMap(([path, { name, version, optionalDependencies = {} }]) => {
    const parent = `${name ?? path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)}@${version}`
    return path === ''
      ? []
      : Object.entries(optionalDependencies).map(([child, exact]) => [`${child}@${exact}`, parent])
  })
  return new Map(pinned)
}

/** What is not allowed in a lockfile, as sentences; none when all is well. */
export function faultsOf({ manifest, lockfile, allowed, published }) {
  const packages = packagesIn(lockfile)
  const root = lockfile.packages['']
  const kinds = ['dependencies', 'devDependencies', 'optionalDependencies']
  const drifted = kinds.filter((kind) => JSON.stringify(root[kind] ?? {}) !== JSON.stringify(manifest[kind] ?? {}))
  const scripts = new Set(packages.filter(({ script }) => script).map(({ name }) => name))
  return [
    ...drifted.map((kind) => `package-lock.json does not say what package.json says of ${kind}`),
    ...[...scripts].filter((name) => !(name in allowed.installScripts)).map((name) => `${name} has an install script`),
    ...Object.keys(allowed.installScripts)
      .filter((name) => !scripts.has(name))
      .map((name) => `${name} is allowed an install script and has none`),
    ...packages.flatMap((one) => licenceFault(one, allowed)),
    ...packages.flatMap((one) => ageFault(one, published)),
  ].filter((fault, at, all) => all.indexOf(fault) === at)
}

function licenceFault({ name, licence, shipped }, { licences, buildOnly, known }) {
  const said = known[name]?.licence ?? licence
  if (said === null) return [`${name} does not say its licence`]
  if (licences.includes(said) || (!shipped && buildOnly.includes(said)) || known[name]) return []
  return [`${name} has the licence ${said}`]
}

function ageFault({ name, version, binaryOf }, published) {
  if (binaryOf && published[binaryOf]) return []
  const [at, recorded] = published[`${name}@${version}`] ?? []
  if (!at) return [`nobody has looked when ${name}@${version} was published: npm run published`]
  const days = Math.floor((Date.parse(recorded) - Date.parse(at)) / day)
  return days >= leastDays ? [] : [`${name}@${version} was ${days} days old when it was taken in`]
}

/** The packages as CycloneDX 1.6, in the order of the lockfile; the same lockfile makes the same bytes. */
export function sbomOf({ manifest, lockfile, known = {} }) {
  const seen = new Set()
  const components = packagesIn(lockfile).flatMap(({ name, version, licence, integrity, shipped }) => {
    const purl = `pkg:npm/${name.replace('@', '%40')}@${version}`
    if (seen.has(purl)) return []
    seen.add(purl)
    const said = known[name]?.licence ?? licence
    return [
      {
        type: 'library',
        'bom-ref': purl,
        name,
        version,
        purl,
        scope: shipped ? 'required' : 'excluded',
        ...(said ? { licenses: [{ expression: expressionOf(said) }] } : {}),
        ...(integrity ? { hashes: [hashOf(integrity)] } : {}),
      },
    ]
  })
  const serial = createHash('sha256').update(JSON.stringify(components)).digest('hex')
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: `urn:uuid:${serial.slice(0, 8)}-${serial.slice(8, 12)}-5${serial.slice(13, 16)}-a${serial.slice(17, 20)}-${serial.slice(20, 32)}`,
    version: 1,
    metadata: {
      component: {
        type: 'application',
        'bom-ref': `pkg:npm/${manifest.name}@${manifest.version}`,
        name: manifest.name,
        version: manifest.version,
        licenses: [{ expression: manifest.license }],
      },
    },
    components,
  }
}

function hashOf(integrity) {
  const [algorithm, base64] = integrity.split(' ')[0].split('-')
  const alg = { sha1: 'SHA-1', sha256: 'SHA-256', sha384: 'SHA-384', sha512: 'SHA-512' }[algorithm]
  return { alg, content: Buffer.from(base64, 'base64').toString('hex') }
}

/** What some packages write for the same licence. */
function expressionOf(licence) {
  return { 'Apache 2.0': 'Apache-2.0', BSD: 'BSD-2-Clause' }[licence] ?? licence
}

/** What is shipped, by name: for the page and the file beside it. */
export function thirdParty(lockfile, known) {
  const shipped = packagesIn(lockfile).filter(({ shipped }) => shipped)
  const lines = shipped.map(({ name, version, licence }) => [
    name,
    version,
    expressionOf(known[name]?.licence ?? licence),
  ])
  const unique = new Map(lines.map((line) => [line.join(' '), line]))
  return [...unique.values()].toSorted(([one, first], [other, second]) => compare(one, other) || compare(first, second))
}

/** The texts of the licences of what is shipped and installed here; packages with the same text stand above it together. */
export function licenceTexts(root, lockfile, known) {
  const byText = new Map()
  for (const { path, name, version, licence } of packagesIn(lockfile).filter(({ shipped }) => shipped)) {
    const folder = join(root, path)
    if (!existsSync(folder)) continue
    const files = readdirSync(folder).filter(
      (file) => /^(licen[cs]e|copying|notice)/i.test(file) && !/\.(js|json)$/.test(file),
    )
    const said = `${expressionOf(known[name]?.licence ?? licence)}, as its package.json says; it carries no text.`
    const texts = files.map((file) => readFileSync(join(folder, file), 'utf8').replaceAll('\r\n', '\n').trim())
    const text = texts.length > 0 ? texts.join('\n\n') : said
    byText.set(text, [...(byText.get(text) ?? []), `${name} ${version}`])
  }
  const parts = [...byText].map(([text, names]) => [[...new Set(names)].toSorted(compare).join('\n'), text])
  const line = '-'.repeat(80)
  return parts
    .toSorted(([one], [other]) => compare(one, other))
    .map(([names, text]) => `${line}\n${names}\n${line}\n\n${text}\n`)
    .join('\n')
}

function compare(one, other) {
  return one < other ? -1 : Number(one > other)
}
