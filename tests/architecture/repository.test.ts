import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { root } from './planted.ts'
import { isProduct, productFolders, sourceFiles } from './source-files.ts'

const Package = z.object({
  scripts: z.record(z.string(), z.string()),
  dependencies: z.record(z.string(), z.string()),
  devDependencies: z.record(z.string(), z.string()),
  optionalDependencies: z.record(z.string(), z.string()),
})

const read = (path: string) => readFileSync(join(root, path), 'utf8')

/** Names of XML vocabularies, which nobody ever calls, and addresses that a person may open in a browser. */
const namedOnly = /^https?:\/\/(www\.w3\.org|schemas\.openxmlformats\.org|ollama\.com)\b/

/** Home pages of what Alcove is made of: shown in Settings for a person to open, called by nothing. */
const homePages = 'renderer/settings/licences.ts'

test('product code names no network address but loopback', () => {
  const files = sourceFiles(productFolders, /\.(ts|tsx|html|css|mjs)$/)
    .filter(isProduct)
    .filter(({ path }) => path !== homePages)

  const addresses = files.flatMap(({ path, text }) =>
    [...text.matchAll(/\b(?:https?|wss?|ftp):\/\/[^\s'"`)<>\\.][^\s'"`)<>\\]*/g)]
      .map(([address]) => address)
      .filter((address) => !/^\w+:\/\/(127\.0\.0\.1|localhost|\[::1\]|\$\{|HOST\b)/.test(address))
      .filter((address) => !namedOnly.test(address))
      .map((address) => `${path}: ${address}`),
  )
  expect(addresses).toEqual([])
})

test('nothing listens beyond this machine', () => {
  const files = sourceFiles([...productFolders, 'tests'], /\.ts$/)

  const everywhere = /\.listen\([^)]*['"`](0\.0\.0\.0|::)['"`]|\bhost(name)?: ['"`](0\.0\.0\.0|::)['"`]/
  expect(files.filter(({ text }) => everywhere.test(text)).map(({ path }) => path)).toEqual([])
})

test('the lockfile names no download address, and every package has its checksum', () => {
  const Lockfile = z.object({
    packages: z.record(z.string(), z.object({ resolved: z.string().optional(), integrity: z.string().optional() })),
  })
  const { packages } = Lockfile.parse(JSON.parse(read('package-lock.json')))

  const entries = Object.entries(packages).filter(([path]) => path !== '')
  expect({
    withAddress: entries.filter(([, { resolved }]) => resolved).map(([path]) => path),
    withoutChecksum: entries.filter(([, { integrity }]) => !integrity).map(([path]) => path),
    enoughFound: entries.length > 500,
  }).toEqual({ withAddress: [], withoutChecksum: [], enoughFound: true })
})

test('npm runs no install script, saves exact versions and leaves young releases alone', () => {
  expect(read('.npmrc').trim().split('\n')).toEqual(
    expect.arrayContaining([
      'ignore-scripts=true',
      'save-exact=true',
      'min-release-age=14',
      'omit-lockfile-registry-resolved=true',
    ]),
  )
})

test('versions are exact, and no script relies on npm running another before or after it', () => {
  const { scripts, ...kinds } = Package.parse(JSON.parse(read('package.json')))

  const versions = Object.values(kinds).flatMap((kind) => Object.entries(kind))
  expect({
    ranges: versions.filter(([, version]) => !/^(npm:[^@]+@)?\d+\.\d+\.\d+(-[\w.]+)?$/.test(version)),
    hooks: Object.keys(scripts).filter(
      (name) => /^(pre|post)/.test(name) && name.replace(/^(pre|post)/, '') in scripts,
    ),
    throughBootstrap: ['start', 'test', 'alcove'].map((name) => scripts[name]),
  }).toEqual({
    ranges: [],
    hooks: [],
    throughBootstrap: ['start', 'test', 'alcove'].map((name) => `node scripts/bootstrap.mjs ${name}`),
  })
})

test('no file is longer than 300 lines, a test 500', () => {
  const files = sourceFiles([...productFolders, 'scripts', 'tests'], /\.(ts|tsx|mjs|css)$/)

  const long = files.filter(({ path, text }) => {
    const limit = path.startsWith('tests/') || /\.test\.tsx?$/.test(path) ? 500 : 300
    return text.trimEnd().split('\n').length > limit
  })
  expect(long.map(({ path }) => path)).toEqual([])
})

test('no folder or file collects what has no owner', () => {
  const files = sourceFiles([...productFolders, 'tests'], /\.(ts|tsx)$/)

  const ownerless = files.filter(
    ({ path }) =>
      path !== 'contract/index.ts' &&
      /(^|\/)(index\.tsx?$|(utils?|helpers?|common|misc|shared|lib)(\/|\.tsx?$))/.test(path),
  )
  expect(ownerless.map(({ path }) => path)).toEqual([])
})
