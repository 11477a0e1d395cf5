import { globSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Ajv } from 'ajv'
import { expect, test } from 'vitest'
import { parse } from 'yaml'

const require = createRequire(import.meta.url)

test('electron-builder.yml is valid for electron-builder, for all three systems, with every fuse set', () => {
  const schema = require('app-builder-lib/scheme.json')
  const config = parse(
    readFileSync(fileURLToPath(new URL('../../electron-builder.yml', import.meta.url)), 'utf8'),
  ) as object
  const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false })

  const valid = ajv.validate(schema, config)

  expect({ valid, errors: ajv.errors }).toEqual({ valid: true, errors: null })
  expect(config).toMatchObject({
    asar: true,
    npmRebuild: false,
    electronFuses: {
      runAsNode: false,
      enableCookieEncryption: true,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
      grantFileProtocolExtraPrivileges: false,
    },
    mac: { target: expect.any(Array) },
    win: { target: expect.any(Array) },
    linux: { target: expect.any(Array) },
  })
})

test('what is opened by path by something other than Electron is not packed away, and licences ship with it', () => {
  const config = parse(readFileSync(fileURLToPath(new URL('../../electron-builder.yml', import.meta.url)), 'utf8'))

  expect(config.asarUnpack).toEqual(
    expect.arrayContaining([
      '**/*.node',
      '**/*.{so,so.*,dylib,dll}',
      'node_modules/onnxruntime-node/**',
      'models/files/**',
      'resources/**',
      'out/workers/**',
    ]),
  )
  expect(config.files).toEqual(expect.arrayContaining(['out/**', 'models/files/**', 'resources/**']))
  expect(config.artifactName).toMatch(/^\$\{productName\}-\$\{version\}-\$\{os\}-\$\{arch\}\.\$\{ext\}$/)
  // Updates are fetched by Alcove alone, from what resources/updates.json says.
  expect(config.publish).toBeNull()
})

test('every process and thread that is started by the address of its file is built for the desktop app', () => {
  const root = fileURLToPath(new URL('../..', import.meta.url))
  const started = ['main', 'workers', 'models'].flatMap((folder) =>
    globSync(`${folder}/**/*.ts`, { cwd: root })
      .filter((path) => !/\.test\.ts$|(^|\/)fake\./.test(path))
      .flatMap((path) =>
        [...readFileSync(join(root, path), 'utf8').matchAll(/new URL\(\s*'(\.[^']+\.(?:thread|worker)\.ts)'/g)].map(
          ([, to]) => relative(root, resolve(root, dirname(path), to ?? '')),
        ),
      ),
  )
  const config = readFileSync(join(root, 'electron.vite.config.ts'), 'utf8')

  const missing = [...new Set(started)].filter((path) => !config.includes(`'${path}'`))

  expect({ missing, enoughFound: new Set(started).size >= 5 }).toEqual({ missing: [], enoughFound: true })
})
