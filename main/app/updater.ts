import { z } from 'zod'

/** A public key that ships with Alcove; `key` is Ed25519, as SPKI in base64. */
export const ReleaseKey = z.object({ id: z.string().regex(/^[\w-]{1,40}$/), key: z.string().max(200) })
export type ReleaseKey = z.infer<typeof ReleaseKey>

/** A file of a release, as its notice describes it. */
export const ReleaseFile = z.strictObject({
  /** A plain name beside the notice; never a path or an address. */
  name: z.string().regex(/^[A-Za-z0-9_][\w.-]{0,150}$/),
  platform: z.enum(['linux', 'darwin', 'win32']),
  arch: z.enum(['x64', 'arm64']),
  kind: z.enum(['AppImage', 'deb', 'zip', 'exe']),
  bytes: z
    .number()
    .int()
    .positive()
    .max(2 * 1024 ** 3),
  sha512: z.string().regex(/^[A-Za-z0-9+/]{86}==$/),
})
export type ReleaseFile = z.infer<typeof ReleaseFile>

/** The program that would be updated. */
export interface Installed {
  readonly version: string
  readonly channel: string
  readonly platform: NodeJS.Platform
  readonly arch: string
  readonly kind: ReleaseFile['kind']
}

export interface ProvedUpdate {
  readonly path: string
  readonly file: ReleaseFile
  readonly version: string
}

/** What an installed desktop app can do about its own version. */
export interface Updater extends Omit<Installed, 'version'> {
  /** Folder on a server that holds notices and files; null in a copy that was built without one. */
  readonly address: string | null
  readonly keys: readonly ReleaseKey[]
  /** Takes a proved file, ends Alcove and starts the newer one. */
  readonly install: (update: ProvedUpdate) => Promise<void>
}
