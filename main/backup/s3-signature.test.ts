import { expect, test } from 'vitest'
import { emptySha256, sha256Of, signed } from './s3-signature.ts'

/** The examples of Amazon's own description of Signature Version 4 for S3. */
const theirs = {
  keyId: 'AKIAIOSFODNN7EXAMPLE',
  secret: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  region: 'us-east-1',
  at: new Date('2013-05-24T00:00:00Z'),
}
const bucket = 'https://examplebucket.s3.amazonaws.com'

test('requests are signed as in the examples of Amazon', () => {
  const get = signed({
    ...theirs,
    method: 'GET',
    url: new URL(`${bucket}/test.txt`),
    headers: { range: 'bytes=0-9' },
    bodySha256: emptySha256,
  })
  const put = signed({
    ...theirs,
    method: 'PUT',
    url: new URL(`${bucket}/test%24file.text`),
    headers: { date: 'Fri, 24 May 2013 00:00:00 GMT', 'x-amz-storage-class': 'REDUCED_REDUNDANCY' },
    bodySha256: sha256Of('Welcome to Amazon S3.'),
  })
  const list = signed({
    ...theirs,
    method: 'GET',
    url: new URL(`${bucket}/?max-keys=2&prefix=J`),
    headers: {},
    bodySha256: emptySha256,
  })

  expect([get, put, list].map(({ authorization }) => /Signature=(\w+)/.exec(authorization ?? '')?.[1])).toEqual([
    'f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
    '98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd',
    '34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7',
  ])
})
