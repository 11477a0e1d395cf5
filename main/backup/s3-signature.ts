import { createHash, createHmac } from 'node:crypto'

export interface Signing {
  readonly method: string
  readonly url: URL
  /** All that are to be signed, by lower-case names; the host is signed by itself. */
  readonly headers: Readonly<Record<string, string>>
  /** SHA-256 of the body, in hexadecimal. */
  readonly bodySha256: string
  readonly keyId: string
  readonly secret: string
  readonly region: string
  readonly at: Date
}

/** SHA-256 of a body, in hexadecimal. */
export function sha256Of(body: string | Uint8Array): string {
  return createHash('sha256').update(body).digest('hex')
}

/** SHA-256 of an empty body. */
export const emptySha256 = sha256Of('')

/** The headers that make a request to S3 count as ours: AWS Signature Version 4. */
export function signed(signing: Signing): Record<string, string> {
  const { method, url, bodySha256, keyId, secret, region, at } = signing
  const time = at.toISOString().replace(/[-:]|\.\d+/g, '')
  const day = time.slice(0, 8)
  const headers = { ...signing.headers, 'x-amz-content-sha256': bodySha256, 'x-amz-date': time }
  const toSign = Object.entries({ ...headers, host: url.host }).toSorted(([a], [b]) => (a < b ? -1 : 1))
  const names = toSign.map(([name]) => name).join(';')
  const query = [...url.searchParams]
    .map(([name, value]) => `${encoded(name)}=${encoded(value)}`)
    .toSorted()
    .join('&')
  const lines = toSign.map(([name, value]) => `${name}:${value.trim().replace(/\s+/g, ' ')}\n`).join('')
  // The path of a URL is encoded once already, which is what S3 asks for.
  const canonical = [method, url.pathname, query, lines, names, bodySha256].join('\n')
  const scope = `${day}/${region}/s3/aws4_request`
  const text = ['AWS4-HMAC-SHA256', time, scope, sha256Of(canonical)].join('\n')
  const key = [day, region, 's3', 'aws4_request'].reduce<string | Buffer>(
    (before, part) => mac(before, part),
    `AWS4${secret}`,
  )
  const signature = mac(key, text).toString('hex')
  const authorization = `AWS4-HMAC-SHA256 Credential=${keyId}/${scope},SignedHeaders=${names},Signature=${signature}`
  return { ...headers, authorization }
}

function mac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest()
}

/** `encodeURIComponent` leaves five signs as they are that S3 wants encoded. */
function encoded(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
}
