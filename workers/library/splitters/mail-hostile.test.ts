import { expect, test } from 'vitest'
import { makeMbox, makeMessage, partsOf } from './fake.parts.ts'

const before = makeMessage('before', 'The words before')
const after = makeMessage('after', 'The words after')

test('nothing a message holds loses those before and after it', async () => {
  let deep = ''
  for (let level = 0; level < 1_000; level++) {
    deep += `Content-Type: multipart/mixed; boundary=b${level}\n\n--b${level}\n`
  }
  let nested = 'Subject: innermost\n\nwords'
  for (let level = 0; level < 40; level++) nested = `Subject: n${level}\nContent-Type: message/rfc822\n\n${nested}`
  const hostile = [
    `From: a@x.org\nX-Long: ${'a'.repeat(1_000_000)}\nSubject: A long header\n\nwords`,
    `From: a@x.org\nTo: ${'b@x.org, '.repeat(30_000)}\nSubject: Many people\n\nwords`,
    `From: a@x.org\nX-Longer: ${'a'.repeat(2_500_000)}\nSubject: A longer header\n\nwords`,
    `From: a@x.org\nSubject: Deep\n${deep}\nwords`,
    `From: a@x.org\n${nested}`,
    'From: a@x.org\nSubject: Rubbish\nContent-Transfer-Encoding: base64\n\n%%%%\u0000\u0001!!!!',
    'no headers at all, just words',
    `From: a@x.org\nSubject: Lines\nDate: ${'('.repeat(300_000)}\n\nwords${'\n'.repeat(80_000)}. ${':'.repeat(50_000)}`,
    `From: a@x.org\nSubject: Html\nContent-Type: text/html\n\n${'<div>'.repeat(20_000)}words`,
  ]

  const { outcome, parts } = await partsOf('a.mbox', makeMbox([before, ...hostile, after]))

  const titles = parts.map(({ draft }) => draft.title)
  expect(outcome).toEqual({ ok: true, value: 'mail' })
  expect(titles).toEqual([
    'About before',
    'A long header',
    'Many people',
    'A longer header',
    'Deep',
    ...['n39', 'n38', 'n37', 'n36', 'n35', 'n34'],
    'Rubbish',
    '(no subject)',
    'Lines',
    'Html',
    'About after',
  ])
  expect(parts.filter(({ draft }) => draft.text.includes('words')).map(({ draft }) => draft.title)).toEqual(
    titles.filter((title) => !/^n3|Rubbish/.test(title)),
  )
})

test('garbage between messages, an empty one and a last one that breaks off cost nothing else', async () => {
  const mbox = `\n\n${makeMbox([before, ''])}${'\u0000\u0001\u0002'.repeat(50)}\n\n${makeMbox([after])}From ada@example.org Tue Mar  3 14:05:00 2026\nSubject: Broken off\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nwords that en`

  const { parts } = await partsOf('a.mbox', mbox)

  expect(parts.map(({ draft }) => draft.title).filter((title) => title !== '(no subject)')).toEqual([
    'About before',
    'About after',
    'Broken off',
  ])
})

test('a message that is too large is in the list with the reason, and the others are read', async () => {
  const large = makeMessage('large', 'x'.repeat(300_000))

  const { parts } = await partsOf('a.mbox', makeMbox([before, large, after]), { fileBytes: 200_000 })

  expect(parts.map(({ draft }) => [draft.title, draft.text.split('\n\n')[1]?.slice(0, 40)])).toEqual([
    ['About before', 'The words before'],
    ['About large', 'This message has 0.3 MB, which is more t'],
    ['About after', 'The words after'],
  ])
})

test('memory does not grow with a mailbox', async () => {
  const attachment = Buffer.alloc(270_000, 'not a text \u0000').toString('base64')
  const headers = 'Content-Type: application/octet-stream; name=a.bin\nContent-Transfer-Encoding: base64\n'
  function* mailbox() {
    for (let index = 0; index < 240; index++) yield makeMbox([makeMessage(String(index), attachment, headers)])
  }
  const memory: number[] = []

  await partsOf('a.mbox', mailbox(), { watch: () => memory.push(process.memoryUsage.rss()) })

  // The second half of the mailbox has 43 MB, and each message is decoded beside its bytes.
  const growth = Math.max(...memory.slice(120)) - Math.max(...memory.slice(0, 120))
  expect([memory.length, growth < 35_000_000]).toEqual([240, true])
})
