import { createHash, createPrivateKey, generateKeyPairSync, sign } from 'node:crypto'
import type { ReleaseFile, ReleaseKey } from '../app/updater.ts'
import type { ReleaseNotice } from './release-notice.ts'

/** Somebody who makes releases. */
export function createFakeMaker(id = 'maker') {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const key: ReleaseKey = { id, key: publicKey.export({ format: 'der', type: 'spki' }).toString('base64') }
  const secret = privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64')
  return {
    key,
    secret,
    envelope: (notice: unknown, more: object = {}) => envelope(notice, secret, { key: id, ...more }),
  }
}

/** A file of a release and what is said of it. */
export function fakeFile(content: string, more: Partial<ReleaseFile> = {}): ReleaseFile {
  const sha512 = createHash('sha512').update(content).digest('base64')
  const bytes = Buffer.byteLength(content)
  const name = 'Alcove-0.2.0-linux-x86_64.AppImage'
  return { name, platform: 'linux', arch: 'x64', kind: 'AppImage', bytes, sha512, ...more }
}

/** A notice of a release with one file. */
export function fakeNotice(more: Partial<ReleaseNotice> = {}): ReleaseNotice {
  return {
    product: 'alcove',
    channel: 'stable',
    version: '0.2.0',
    releasedAt: 1_000,
    notes: 'Better.',
    files: [fakeFile('the newer Alcove')],
    ...more,
  }
}

function envelope(notice: unknown, secret: string, more: object): string {
  const bytes = Buffer.from(typeof notice === 'string' ? notice : JSON.stringify(notice))
  const privateKey = createPrivateKey({ key: Buffer.from(secret, 'base64'), format: 'der', type: 'pkcs8' })
  const signature = sign(null, Buffer.concat([Buffer.from('alcove release notice 1\n'), bytes]), privateKey)
  return JSON.stringify({ signed: bytes.toString('base64'), signature: signature.toString('base64'), ...more })
}
