import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
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
