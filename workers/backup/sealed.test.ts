import { createCipheriv, createDecipheriv, createHmac, scryptSync } from 'node:crypto'
import { expect, test } from 'vitest'
import { BackupBroken } from './broken.ts'
import { seal, sealMark, unseal } from './sealed.ts'

const passphrase = 'correct horse b\u00e4ttery'
const chunk = 65_536
/** As small as an encrypted file may ask for, so that a test takes no seconds. */
const quick = { log2N: 14, r: 1, p: 1 }

test('what is sealed is sealed as the format says, and reads back whatever the pieces it comes in', async () => {
  const plain = Buffer.alloc(2 * chunk + 5, 'Alcove')
  const sealed = await whole(seal(pieces(plain, 40_000), passphrase, quick))
  const head = sealed.subarray(0, 36)
  const { key, mac } = keysOf(head, passphrase, quick)

  expect({
    mark: head.subarray(0, 8).equals(sealMark),
    cost: [...head.subarray(8, 12)],
    end: head[35],
    mac: sealed.subarray(36, 68).equals(mac),
    chunks: opened(sealed.subarray(68), key, head).equals(plain),
    bytes: sealed.length,
  }).toEqual({ mark: true, cost: [14, 1, 1, 0], end: 0, mac: true, chunks: true, bytes: 68 + plain.length + 3 * 16 })
  expect((await whole(unseal(pieces(sealed, 7_001), passphrase, 'x'))).equals(plain)).toBe(true)
  // A passphrase typed on another system may be written in other signs.
  expect((await whole(unseal(pieces(sealed, 1 << 20), passphrase.normalize('NFD'), 'x'))).equals(plain)).toBe(true)
})

test('whoever tries passphrases needs 128 MiB and some time for each', async () => {
  const { value } = await seal(pieces(Buffer.from('a'), 1), passphrase).next()

  expect([...(value ?? []).subarray(8, 12)]).toEqual([17, 8, 1, 0])
})

test.each([0, 1, chunk - 1, chunk, chunk + 1, 3 * chunk])('%i bytes read back as they were', async (size) => {
  const plain = Buffer.alloc(size, 7)

  expect((await whole(unseal(pieces(sealedQuickly(plain), 5_000), passphrase, 'x'))).equals(plain)).toBe(true)
})

test('two of the same text have nothing in common but their first bytes', async () => {
  const [one, other] = await Promise.all([
    whole(seal(pieces(Buffer.from('a'), 1), 'p', quick)),
    whole(seal(pieces(Buffer.from('a'), 1), 'p', quick)),
  ])

  expect([one.subarray(0, 12).equals(other.subarray(0, 12)), one.subarray(12).equals(other.subarray(12))]).toEqual([
    true,
    false,
  ])
  expect([
    one.subarray(12, 28).equals(other.subarray(12, 28)),
    one.subarray(28, 35).equals(other.subarray(28, 35)),
  ]).toEqual([false, false])
})

test('a wrong passphrase is named as one, whatever was changed is damage, and nothing of it is passed on before', async () => {
  const sealed = sealedQuickly(Buffer.alloc(2 * chunk + 9, 3))
  const body = sealed.subarray(68)
  const first = body.subarray(0, chunk + 16)
  const second = body.subarray(chunk + 16, 2 * (chunk + 16))
  const rest = body.subarray(2 * (chunk + 16))
  const head = sealed.subarray(0, 68)
  const changed = (at: number) => Buffer.from(sealed.map((byte, index) => (index === at ? byte ^ 1 : byte)))

  expect({
    passphrase: await ends(sealed, 'another'),
    salt: await ends(changed(12)),
    mac: await ends(changed(36)),
    inFirst: await ends(changed(68)),
    tagOfFirst: await ends(changed(68 + chunk)),
    inLast: await ends(changed(sealed.length - 20)),
    exchanged: await ends(Buffer.concat([head, second, first, rest])),
    leftOut: await ends(Buffer.concat([head, first, rest])),
    cutAtChunk: await ends(Buffer.concat([head, first, second])),
    cutInChunk: await ends(sealed.subarray(0, sealed.length - 1)),
    cutInTag: await ends(Buffer.concat([head, rest.subarray(0, 10)])),
    cutInHead: await ends(sealed.subarray(0, 50)),
    onlyHead: await ends(head),
    nothing: await ends(Buffer.alloc(0)),
    added: await ends(Buffer.concat([sealed, Buffer.from('x')])),
  }).toEqual({
    passphrase: ['passphrase-wrong', 0],
    salt: ['passphrase-wrong', 0],
    mac: ['passphrase-wrong', 0],
    inFirst: ['damaged', 0],
    tagOfFirst: ['damaged', 0],
    inLast: ['damaged', 2 * chunk],
    exchanged: ['damaged', 0],
    leftOut: ['damaged', chunk],
    cutAtChunk: ['damaged', chunk],
    cutInChunk: ['damaged', 2 * chunk],
    cutInTag: ['damaged', 0],
    cutInHead: ['damaged', 0],
    onlyHead: ['damaged', 0],
    nothing: ['damaged', 0],
    added: ['damaged', 2 * chunk],
  })
})

test('a file that asks for all the memory there is, or for none, is damaged before anything is computed', async () => {
  const asking = (log2N: number, r: number, p: number) => {
    const sealed = Buffer.from(sealedQuickly(Buffer.from('a')))
    sealed.set([log2N, r, p], 8)
    return ends(sealed)
  }

  expect(
    await Promise.all([
      asking(13, 1, 1),
      asking(21, 1, 1),
      asking(14, 0, 1),
      asking(14, 9, 1),
      asking(14, 1, 0),
      asking(14, 1, 5),
    ]),
  ).toEqual(Array(6).fill(['damaged', 0]))
  // What is still allowed is tried, and is the wrong key then.
  expect(await Promise.all([asking(15, 1, 1), asking(14, 8, 1), asking(14, 1, 4)])).toEqual(
    Array(3).fill(['passphrase-wrong', 0]),
  )
})

/** How reading it ends, and how many bytes were passed on before. */
async function ends(sealed: Uint8Array, phrase = passphrase): Promise<readonly [string, number]> {
  let got = 0
  try {
    for await (const part of unseal(pieces(Buffer.from(sealed), 30_000), phrase, 'x')) got += part.length
    return ['whole', got]
  } catch (error) {
    return [error instanceof BackupBroken ? error.problem.reason : String(error), got]
  }
}

/** The same format, written down a second time. */
function sealedQuickly(plain: Buffer): Buffer {
  const salt = Buffer.alloc(16, 9)
  const head = Buffer.concat([
    sealMark,
    Buffer.from([quick.log2N, quick.r, quick.p, 0]),
    salt,
    Buffer.alloc(7, 4),
    Buffer.alloc(1),
  ])
  const { key, mac } = keysOf(head, passphrase, quick)
  const count = Math.max(1, Math.ceil(plain.length / chunk))
  const chunks = Array.from({ length: count }, (_, number) => {
    const cipher = createCipheriv('aes-256-gcm', key, nonce(head, number, number === count - 1))
    return Buffer.concat([
      cipher.update(plain.subarray(number * chunk, (number + 1) * chunk)),
      cipher.final(),
      cipher.getAuthTag(),
    ])
  })
  return Buffer.concat([head, mac, ...chunks])
}

function opened(body: Buffer, key: Buffer, head: Buffer): Buffer {
  const count = Math.ceil(body.length / (chunk + 16))
  const parts = Array.from({ length: count }, (_, number) => {
    const part = body.subarray(number * (chunk + 16), (number + 1) * (chunk + 16))
    const decipher = createDecipheriv('aes-256-gcm', key, nonce(head, number, number === count - 1))
    decipher.setAuthTag(part.subarray(part.length - 16))
    return Buffer.concat([decipher.update(part.subarray(0, part.length - 16)), decipher.final()])
  })
  return Buffer.concat(parts)
}

function keysOf(head: Buffer, phrase: string, { log2N, r, p }: typeof quick) {
  const both = scryptSync(phrase.normalize('NFC'), head.subarray(12, 28), 64, { N: 2 ** log2N, r, p, maxmem: 2 ** 28 })
  return { key: both.subarray(0, 32), mac: createHmac('sha256', both.subarray(32)).update(head).digest() }
}

function nonce(head: Buffer, number: number, last: boolean): Buffer {
  const bytes = Buffer.concat([head.subarray(28, 35), Buffer.alloc(4), Buffer.from([last ? 1 : 0])])
  bytes.writeUInt32BE(number, 7)
  return bytes
}

async function* pieces(bytes: Buffer, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

async function whole(source: AsyncIterable<Uint8Array>): Promise<Buffer> {
  return Buffer.concat(await Array.fromAsync(source))
}
