import { openAsBlob } from 'node:fs'
import { join } from 'node:path'
import type { BackupPlace } from '#contract/backup-plan'
import type { Destination, Finished, KeptFile } from './destination.ts'
import { readName } from './names.ts'
import { type RemoteRequest, request, saveTo, textOf } from './remote-request.ts'
import { sendInPieces } from './s3-pieces.ts'
import { emptySha256, sha256Of, signed } from './s3-signature.ts'
import { trouble } from './trouble.ts'
import { itemsIn } from './xml-values.ts'

export interface S3Settings {
  readonly place: Extract<BackupPlace, { kind: 's3' }>
  /** The secret access key. */
  readonly secret: string | null
  /** From this size on a backup is sent in pieces; S3 takes at most 5 GiB at once. */
  readonly pieceBytes?: number
}

const tryName = '.alcove-try'
const tryText = 'Alcove keeps backups here.\n'

/** Asks S3 with a signature; `sha256` is that of the body. */
export type AskS3 = (asked: RemoteRequest & { readonly sha256?: string }) => Promise<Response>

/** Keeps backups in a bucket of S3 or of a service that speaks as it does. What S3 has taken in is there as a whole. */
export function createS3Destination({ place, secret, pieceBytes = 64 * 1024 * 1024 }: S3Settings): Destination {
  const { region, bucket, prefix, keyId } = place
  const root = new URL(place.address.endsWith('/') ? place.address : `${place.address}/`)
  const where = `${root.host}/${bucket}/${prefix}`
  return { where, claim, list, stage: async () => null, keep, fetch: reach, remove, tidy: async () => {} }

  async function claim(signal?: AbortSignal) {
    await ask({ method: 'PUT', url: fileAt(tryName), body: tryText, sha256: sha256Of(tryText), signal })
    await remove(tryName, signal)
  }

  async function list(signal?: AbortSignal): Promise<readonly KeptFile[]> {
    const found: KeptFile[] = []
    for (let token: string | undefined, first = true; first || token; first = false) {
      const url = new URL(bucket, root)
      url.searchParams.set('list-type', '2')
      url.searchParams.set('prefix', `${prefix}alcove-`)
      if (token) url.searchParams.set('continuation-token', token)
      const xml = await textOf(where, await ask({ method: 'GET', url, signal }))
      found.push(
        ...parsed(xml, 'Contents').map(({ Key = '', Size = '' }) => ({
          name: Key.slice(prefix.length),
          bytes: Number(Size),
        })),
      )
      const [answer] = parsed(xml, 'ListBucketResult')
      const next = answer?.IsTruncated === 'true' ? answer.NextContinuationToken : undefined
      // A server that gives the same place again would be asked without end.
      token = next === token ? undefined : next
    }
    return found.filter(({ name }) => readName(name) !== null)
  }

  async function keep({ name, file, bytes, sha256 }: Finished, signal?: AbortSignal) {
    const body = await openAsBlob(file)
    if (bytes > pieceBytes) await sendInPieces({ ask, url: fileAt(name), body, pieceBytes, where, signal })
    else await ask({ method: 'PUT', url: fileAt(name), body, sha256, signal })
  }

  async function reach(name: string, scratch: string, signal?: AbortSignal): Promise<string> {
    const file = join(scratch, name)
    const answer = await ask({ method: 'GET', url: fileAt(name), signal, means: { 404: 'no-such-backup' } })
    await saveTo(where, answer, file, signal)
    return file
  }

  async function remove(name: string, signal?: AbortSignal) {
    await ask({ method: 'DELETE', url: fileAt(name), signal, expected: [404] })
  }

  function ask({ sha256 = emptySha256, ...asked }: RemoteRequest & { readonly sha256?: string }) {
    if (secret === null) throw trouble('place-refused', where, 'its secret key is not known here')
    const { method, url, headers = {} } = asked
    const proof = signed({ method, url, headers, bodySha256: sha256, keyId, secret, region, at: new Date() })
    return request(where, { ...asked, headers: proof })
  }

  function fileAt(name: string): URL {
    return new URL(`${bucket}/${prefix}${encodeURIComponent(name)}`, root)
  }

  function parsed(xml: string, item: string) {
    try {
      return itemsIn(xml, item)
    } catch {
      throw trouble('place-unreachable', where, 'the answer is not one of S3')
    }
  }
}
