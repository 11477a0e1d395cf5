import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { z } from 'zod'
import { restoreFileInPlace } from '../../main/app/offline-restore.ts'
import { alcove, folderWith, startService } from './alcove-process.ts'
import { joined, untilState } from './until-state.ts'

vi.setConfig({ testTimeout: 240_000 })

const passphrase = 'seven quiet herons'
const under = { env: { ALCOVE_PASSPHRASE: passphrase } }
const Made = z.object({ file: z.string() })
const Encrypted = z.object({ recoveryKey: z.string() })

test('no byte of the data folder shows what was given to an encrypted library, open or closed', async () => {
  const { data } = await withEverything()
  expect(filesWith(data, 'quokka').length).toBeGreaterThan(2)

  const encrypted = await encrypt(data)
  const closed = filesWith(data, 'quokka')
  const service = await startService(data, under)
  const { client } = await joined(service)
  await client.library.addText({ title: 'A second quokka', text: 'The second quokka sleeps in the pasted text.' })
  await addedAll(client)
  const found = await client.search.find({ query: 'second quokka', limit: 5 })
  const original = await client.library.original({
    documentId: found.passages[0]?.documentId ?? '',
    offset: 0,
    length: 1_000,
  })
  const open = filesWith(data, 'quokka')
  await service.stop()

  expect(encrypted.code).toBe(0)
  expect({ closed, open, after: filesWith(data, 'quokka') }).toEqual({ closed: [], open: [], after: [] })
  expect(Buffer.from(original.base64, 'base64').toString()).toContain('sleeps in the pasted text')
})

test('commands open it with the passphrase or the recovery key, and end with 1 without and with a wrong one', async () => {
  const data = folderWith()
  await alcove(data, ['add', folderWith({ 'lease.md': '# Lease\n\nIt ends in May.\n' }), '--wait', '--json'])
  const { recoveryKey } = Encrypted.parse((await encrypt(data)).json)
  const search = (env: Readonly<Record<string, string>> = {}) =>
    alcove(data, ['search', 'ends', '--mode', 'words', '--json'], { env })

  const runs = [
    await search(),
    await search({ ALCOVE_PASSPHRASE: 'seven quiet cranes' }),
    await search({ ALCOVE_PASSPHRASE: passphrase }),
    await search({ ALCOVE_PASSPHRASE: recoveryKey.toLowerCase().replaceAll('-', ' ') }),
  ]
  const twice = await encrypt(data)
  const wrong = await alcove(data, ['decrypt', '--passphrase-env', 'MINE', '--json'], { env: { MINE: 'not this one' } })
  const decrypted = await alcove(data, ['decrypt', '--passphrase-env', 'MINE', '--json'], { env: { MINE: passphrase } })
  const plain = await search()

  expect(runs.map(({ code }) => code)).toEqual([1, 1, 0, 0])
  expect(runs.slice(0, 2).map(({ json }) => json)).toMatchObject([
    { error: { code: 'LIBRARY_LOCKED', message: expect.stringContaining('Set ALCOVE_PASSPHRASE') } },
    { error: { code: 'LIBRARY_LOCKED', message: expect.stringContaining('is not the passphrase') } },
  ])
  expect([twice.code, wrong.code, decrypted.code, plain.code]).toEqual([1, 1, 0, 0])
  expect(plain.json).toMatchObject({ results: [{ title: 'Lease' }] })
  expect(readdirSync(data).filter((name) => name.startsWith('encryption'))).toEqual([])
})

test('a library that is open in a process is encrypted by it, closed, opened again and decrypted, at the same address', async () => {
  const data = folderWith()
  await alcove(data, ['add', folderWith({ 'lease.md': '# Lease\n\nIt ends in May.\n' }), '--wait', '--json'])
  const service = await startService(data)
  const first = await joined(service)
  const { recoveryKey } = await first.client.encryption.prepare({ passphrase, keychain: false })
  const mistyped = await first.client.encryption.turnOn({ lastGroup: '0000' }).catch((error: unknown) => error)
  await first.client.encryption.turnOn({ lastGroup: recoveryKey.slice(-4).toLowerCase() })
  await first.gone

  const open = await untilState(service, 'open')
  const answer = await open.client.search.find({ query: 'ends', limit: 1, mode: 'words' })
  await open.client.encryption.lock()
  await open.gone
  const closed = await untilState(service, 'closed')
  const refused = await closed.client.search.find({ query: 'ends', limit: 1 }).catch((error: unknown) => error)
  const handed = await alcove(data, ['status', '--json'])
  const wrong = await closed.client.encryption.unlock({ secret: 'seven quiet cranes' }).catch((error: unknown) => error)
  await closed.client.encryption.unlock({ secret: recoveryKey })
  await closed.gone
  const again = await untilState(service, 'open')
  await again.client.encryption.turnOff({ secret: passphrase })
  await again.gone
  const off = await untilState(service, 'off')
  const last = await off.client.search.find({ query: 'ends', limit: 1, mode: 'words' })

  expect(mistyped).toMatchObject({ code: 'ENCRYPTION_REFUSED', data: { reason: 'confirmation-wrong' } })
  expect(refused).toMatchObject({ code: 'LIBRARY_LOCKED', status: 423 })
  expect(wrong).toMatchObject({ code: 'ENCRYPTION_REFUSED', data: { reason: 'passphrase-wrong' } })
  expect([handed.code, handed.json]).toMatchObject([1, { error: { code: 'LIBRARY_LOCKED' } }])
  expect([answer.passages[0]?.title, last.passages[0]?.title]).toEqual(['Lease', 'Lease'])
})

test('a command that is given the passphrase opens a library that waits in another process', async () => {
  const data = folderWith()
  await encrypt(data)
  const service = await startService(data)
  await untilState(service, 'closed')

  const wrong = await alcove(data, ['status', '--json'], { env: { ALCOVE_PASSPHRASE: 'seven quiet cranes' } })
  const right = await alcove(data, ['status', '--json'], under)
  const open = await untilState(service, 'open')
  const stillWrong = await alcove(data, ['status', '--json'], { env: { ALCOVE_PASSPHRASE: 'seven quiet cranes' } })

  expect([wrong.code, right.code, stillWrong.code]).toEqual([1, 0, 1])
  await open.close()
})

test('passphrase and recovery key are changed, and the ones before open nothing any more', async () => {
  const data = folderWith()
  const { recoveryKey } = Encrypted.parse((await encrypt(data)).json)
  const service = await startService(data, under)
  const { client } = await untilState(service, 'open')

  const short = await client.encryption.setPassphrase({ secret: passphrase, passphrase: 'short' }).catch(reasonOf)
  const none = await client.encryption.setPassphrase({ secret: passphrase, passphrase: null }).catch(reasonOf)
  const keychain = await client.encryption.setKeychain({ secret: passphrase, on: true }).catch(reasonOf)
  await client.encryption.setPassphrase({ secret: recoveryKey, passphrase: 'eight quiet herons' })
  const made = await client.encryption.newRecoveryKey({ secret: 'eight quiet herons' })
  await service.stop()
  const codes = []
  for (const secret of [passphrase, recoveryKey, 'eight quiet herons', made.recoveryKey]) {
    codes.push((await alcove(data, ['status', '--json'], { env: { ALCOVE_PASSPHRASE: secret } })).code)
  }

  expect([short, none, keychain]).toEqual(['passphrase-too-short', 'nothing-left', 'no-keychain'])
  expect(codes).toEqual([1, 1, 0, 0])
})

test('after five wrong passphrases the next one waits, whether it is right or not', async () => {
  const data = folderWith()
  await encrypt(data)
  const service = await startService(data)
  const { client } = await untilState(service, 'closed')

  const reasons = []
  for (const secret of ['1', '2', '3', '4', '5', passphrase]) {
    reasons.push(await client.encryption.unlock({ secret }).catch(reasonOf))
  }

  expect(reasons).toEqual([...Array.from({ length: 5 }, () => 'passphrase-wrong'), 'too-many-tries'])
})

test('a backup of an encrypted library shows nothing, and opens by its passphrase wherever it is restored', async () => {
  const { data } = await withEverything()
  const before = Made.parse((await alcove(data, ['backup', '--to', folderWith(), '--json'])).json)
  await encrypt(data)
  const made = await alcove(data, ['backup', '--to', folderWith(), '--json'], under)
  const { file } = Made.parse(made.json)
  const fresh = join(folderWith(), 'library')

  const without = await alcove(data, ['restore', file, '--to', fresh, '--json'])
  const restored = await alcove(data, ['restore', file, '--to', fresh, '--json'], under)
  const there = await alcove(fresh, ['search', 'quokka', '--mode', 'words', '--json'], under)
  const inPlace = await alcove(data, ['restore', before.file, '--in-place', '--json'], under)
  const here = await alcove(data, ['search', 'quokka', '--mode', 'words', '--json'], under)

  expect(readFileSync(file).includes('quokka')).toBe(false)
  expect(without.json).toMatchObject({ error: { code: 'BACKUP_KEY_NEEDED' } })
  expect([made.code, restored.code, there.code, inPlace.code, here.code]).toEqual([0, 0, 0, 0, 0])
  expect(there.json).toMatchObject({ results: [{ title: expect.stringContaining('quokka') }, {}] })
  // What was not encrypted when it was backed up is under the key of the library it is restored into.
  expect([filesWith(fresh, 'quokka'), filesWith(data, 'quokka')]).toEqual([[], []])
})

test('a dropped file that looks like a sealed one is sealed like any other, and comes back as it was', async () => {
  const data = folderWith()
  const service = await startService(data)
  const { client } = await joined(service)
  const text = `ALCVSEA1${'The quokka pretends to be sealed. '.repeat(20)}`
  await client.library.addFile({ name: 'pretending.txt', base64: Buffer.from(text).toString('base64') })
  await addedAll(client)
  await service.stop()

  const encrypted = await encrypt(data)
  const seen = filesWith(data, 'quokka')
  const open = await startService(data, under)
  const inside = await joined(open)
  const found = await inside.client.search.find({ query: 'quokka', limit: 1, mode: 'words' })
  const documentId = found.passages[0]?.documentId ?? ''
  const original = await inside.client.library.original({ documentId, offset: 0, length: 10_000 })
  await open.stop()
  const decrypted = await alcove(data, ['decrypt', '--passphrase-env', 'MINE', '--json'], { env: { MINE: passphrase } })
  const [name = ''] = readdirSync(join(data, 'imports'))

  expect([encrypted.code, seen, decrypted.code]).toEqual([0, [], 0])
  expect(Buffer.from(original.base64, 'base64').toString()).toBe(text)
  expect(readFileSync(join(data, 'imports', name), 'utf8')).toBe(text)
})

test('while a restore waits for the next start the library is not converted', async () => {
  const data = folderWith()
  await alcove(data, ['status', '--json'])
  const { file } = Made.parse((await alcove(data, ['backup', '--to', folderWith(), '--json'])).json)
  const how = { file, passphrase: null, tell: () => {}, signal: new AbortController().signal }
  await restoreFileInPlace({ data, from: data }, how)

  const refused = await encrypt(data)
  await alcove(data, ['status', '--json'])
  const later = await encrypt(data)

  expect([refused.code, later.code]).toEqual([1, 0])
  expect(refused.json).toMatchObject({ error: { message: expect.stringContaining('another change is being made') } })
})

test('wrong passphrases that are tried at once count like those that are tried in turn', async () => {
  const data = folderWith()
  await encrypt(data)
  const service = await startService(data)
  const { client } = await untilState(service, 'closed')

  const tries = Array.from({ length: 12 }, (_, index) =>
    client.encryption.unlock({ secret: `guess ${index}` }).catch(reasonOf),
  )
  const reasons = await Promise.all(tries)

  expect(reasons.filter((reason) => reason === 'passphrase-wrong')).toHaveLength(5)
  expect(reasons.filter((reason) => reason === 'too-many-tries')).toHaveLength(7)
})

test('a key file that is damaged has a twin; without both nothing is touched, and it is said what to do', async () => {
  const data = folderWith()
  await encrypt(data)
  writeFileSync(join(data, 'encryption.json'), '{"format":"alcove-enc')
  const byTwin = await alcove(data, ['status', '--json'], under)
  writeFileSync(join(data, 'encryption.json'), '')
  writeFileSync(join(data, 'encryption.twin.json'), '')
  const before = readFileSync(join(data, 'alcove.sqlite'))
  const lost = await alcove(data, ['status', '--json'], under)

  expect([byTwin.code, lost.code]).toEqual([0, 1])
  expect(lost.json).toMatchObject({ error: { code: 'KEY_FILE_MISSING', message: expect.stringContaining('backup') } })
  expect(readFileSync(join(data, 'alcove.sqlite')).equals(before)).toBe(true)
})

/** A library with a document, a pasted text, a conversation, a setting and a tag that all name the animal. */
async function withEverything() {
  const data = folderWith()
  const papers = folderWith({ 'quokka-paper.md': '# The quokka\n\nThe quokka jumps over marmalade at noon.\n' })
  await alcove(data, ['add', papers, '--wait', '--json'])
  await alcove(data, ['ask', 'What does the quokka jump over?', '--json'])
  const service = await startService(data)
  const { client } = await joined(service)
  await client.library.addText({ title: 'A quokka text', text: 'The first quokka sleeps in the pasted text.' })
  await client.settings.set({ customInstructions: 'Mention a quokka in every answer.' })
  await addedAll(client)
  await service.stop()
  return { data }
}

type Client = Awaited<ReturnType<typeof joined>>['client']

async function addedAll(client: Client) {
  await vi.waitFor(async () => expect((await client.library.state()).queue).toBe(0), 60_000)
}

function encrypt(data: string) {
  return alcove(data, ['encrypt', '--passphrase-env', 'MINE', '--json'], { env: { MINE: passphrase } })
}

/** The files, by their path in the folder, whose name or bytes hold a word in one of the ways it can be written. */
function filesWith(folder: string, word: string): readonly string[] {
  const forms = [Buffer.from(word), Buffer.from(word, 'utf16le'), Buffer.from(word.toUpperCase())]
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter(
      (path) => path.slice(folder.length).includes(word) || forms.some((form) => readFileSync(path).includes(form)),
    )
    .map((path) => path.slice(folder.length + 1))
}

function reasonOf(error: unknown): unknown {
  return z.object({ data: z.object({ reason: z.string() }) }).parse(error).data.reason
}
