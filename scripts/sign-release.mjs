import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { basename } from 'node:path'
import { parseArgs } from 'node:util'

// Signs the notice of a release, for those who make releases:
//   node scripts/sign-release.mjs new-key
//   ALCOVE_RELEASE_KEY=… node scripts/sign-release.mjs sign --version 0.2.0 --notes NOTES.md dist/Alcove-* > stable.json
// The key is an Ed25519 private key (PKCS 8, base64) and is read from the environment only. docs/updates.md says the rest.

const purpose = 'alcove release notice 1\n'
const platforms = { linux: 'linux', mac: 'darwin', win: 'win32' }
const archs = { x64: 'x64', x86_64: 'x64', amd64: 'x64', arm64: 'arm64', aarch64: 'arm64' }

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    version: { type: 'string' },
    channel: { type: 'string', default: 'stable' },
    notes: { type: 'string' },
    'released-at': { type: 'string' },
  },
})
const [task, ...files] = positionals

if (task === 'new-key') newKey()
else if (task === 'sign') process.stdout.write(`${signed()}\n`)
else stop('say new-key, or sign --version VERSION [--channel stable] [--notes FILE] FILE...')

/** The public half goes into resources/updates.json, the private half to whoever makes releases. */
function newKey() {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const key = publicKey.export({ format: 'der', type: 'spki' }).toString('base64')
  const secret = privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64')
  process.stdout.write(
    `${JSON.stringify({ public: { id: idOf(publicKey), key }, ALCOVE_RELEASE_KEY: secret }, null, 2)}\n`,
  )
}

function signed() {
  const secret = process.env.ALCOVE_RELEASE_KEY ?? stop('ALCOVE_RELEASE_KEY is not set')
  if (!values.version || files.length === 0) stop('sign needs --version and the files of the release')
  const privateKey = createPrivateKey({ key: Buffer.from(secret, 'base64'), format: 'der', type: 'pkcs8' })
  if (privateKey.asymmetricKeyType !== 'ed25519') stop('ALCOVE_RELEASE_KEY is not an Ed25519 key')
  const notice = {
    product: 'alcove',
    channel: values.channel,
    version: values.version,
    releasedAt: Number(values['released-at'] ?? Date.now()),
    notes: values.notes ? readFileSync(values.notes, 'utf8').slice(0, 20_000) : '',
    files: files.map(described),
  }
  const bytes = Buffer.from(JSON.stringify(notice))
  const signature = sign(null, Buffer.concat([Buffer.from(purpose), bytes]), privateKey).toString('base64')
  return JSON.stringify({ signed: bytes.toString('base64'), signature, key: idOf(createPublicKey(privateKey)) })
}

/** A file as electron-builder names it: Alcove-0.2.0-linux-x86_64.AppImage. */
function described(path) {
  const name = basename(path)
  const [, os, arch, kind] = /-(linux|mac|win)-([a-z0-9_]+)\.(AppImage|deb|zip|exe)$/.exec(name) ?? []
  if (!platforms[os] || !archs[arch]) stop(`${name} does not say its system: NAME-VERSION-linux|mac|win-ARCH.EXT`)
  const sha512 = createHash('sha512').update(readFileSync(path)).digest('base64')
  return { name, platform: platforms[os], arch: archs[arch], kind, bytes: statSync(path).size, sha512 }
}

function idOf(publicKey) {
  const key = publicKey.export({ format: 'der', type: 'spki' })
  return createHash('sha256').update(key).digest('hex').slice(0, 16)
}

function stop(why) {
  process.stderr.write(`sign-release: ${why}\n`)
  process.exit(2)
}
