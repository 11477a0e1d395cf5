import { textOf } from './remote-request.ts'
import type { AskS3 } from './s3.destination.ts'
import { sha256Of } from './s3-signature.ts'
import { trouble } from './trouble.ts'
import { itemsIn } from './xml-values.ts'

export interface Pieces {
  readonly ask: AskS3
  readonly url: URL
  readonly body: Blob
  readonly pieceBytes: number
  readonly where: string
  readonly signal: AbortSignal | undefined
}

/** S3 numbers the pieces of one upload up to this. */
const mostPieces = 10_000

/** Sends a large backup piece by piece; it is there when all of them are, and else none of it is. */
export async function sendInPieces({ ask, url, body, pieceBytes, where, signal }: Pieces): Promise<void> {
  const begun = await textOf(where, await ask({ method: 'POST', url: withQuery(url, { uploads: '' }), signal }))
  const uploadId = itemsIn(begun, 'InitiateMultipartUploadResult')[0]?.UploadId
  if (!uploadId) throw trouble('place-unreachable', where, 'the server takes no large files')
  try {
    const size = Math.max(pieceBytes, Math.ceil(body.size / mostPieces))
    const tags: string[] = []
    for (let start = 0; start < body.size; start += size)
      tags.push(await send(start, Math.min(start + size, body.size)))
    const list = tags.map((tag, at) => `<Part><PartNumber>${at + 1}</PartNumber><ETag>${tag}</ETag></Part>`).join('')
    const text = `<CompleteMultipartUpload>${list}</CompleteMultipartUpload>`
    const answer = await ask({
      method: 'POST',
      url: withQuery(url, { uploadId }),
      body: text,
      sha256: sha256Of(text),
      signal,
    })
    // S3 says so with status 200 when it could not put the pieces together.
    if ((await textOf(where, answer)).includes('<Error>')) throw trouble('place-unreachable', where, 'not put together')

    async function send(from: number, to: number): Promise<string> {
      // A piece at a time is in memory: its hash has to be known before its first byte goes.
      const bytes = await body.slice(from, to).bytes()
      const partNumber = String(tags.length + 1)
      const answered = await ask({
        method: 'PUT',
        url: withQuery(url, { partNumber, uploadId: uploadId ?? '' }),
        body: new Blob([bytes]),
        sha256: sha256Of(bytes),
        signal,
      })
      return answered.headers.get('etag') ?? ''
    }
  } catch (error) {
    // What was sent is not paid for any longer than needed.
    await ask({ method: 'DELETE', url: withQuery(url, { uploadId }), signal: undefined, expected: [404] }).catch(
      () => {},
    )
    throw error
  }
}

function withQuery(url: URL, query: Readonly<Record<string, string>>): URL {
  const full = new URL(url)
  for (const [name, value] of Object.entries(query)) full.searchParams.set(name, value)
  return full
}
