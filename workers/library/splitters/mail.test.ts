import { expect, test } from 'vitest'
import { makePdf } from '../fake.files.ts'
import { makeMbox, makeMessage, partsOf } from './fake.parts.ts'

test('a message is a document with its subject, author, time and conversation', async () => {
  const raw = [
    'Received: from somewhere',
    'From: =?utf-8?q?Ad=C3=A4?= <ada@example.org>',
    'To: bob@example.org, "Cee, D" <c@example.org>',
    'Cc: e@example.org',
    'Subject: =?utf-8?b?R3LDvMOfZQ==?= from here',
    'Date: Tue, 3 Mar 2026 14:05:00 +0100',
    'Message-ID: <3@x>',
    'In-Reply-To: <2@x>',
    'References: <1@x>',
    ' <2@x>',
    '',
    'The filter is blue.',
    '',
  ].join('\r\n')

  const { parts, outcome } = await partsOf('note.eml', raw)

  expect({ outcome, parts }).toMatchObject({
    outcome: { ok: true, value: 'mail' },
    parts: [
      {
        part: '',
        thread: '1@x',
        identity: null,
        draft: {
          type: 'mail',
          title: 'Grüße from here',
          author: 'Adä <ada@example.org>',
          writtenAt: Date.UTC(2026, 2, 3, 13, 5),
          text: 'From: Adä <ada@example.org>\nTo: bob@example.org, Cee, D <c@example.org>\nCc: e@example.org\nDate: Tue, 3 Mar 2026 14:05:00 +0100\nSubject: Grüße from here\n\nThe filter is blue.',
        },
      },
    ],
  })
})

test('without a subject, an id or references a message still has a name, and is its own conversation', async () => {
  const threads = await Promise.all([
    partsOf('a.eml', 'From: a@x.org\n\nHello'),
    partsOf('a.eml', 'From: a@x.org\nMessage-ID: <own@x>\n\nHello'),
    partsOf('a.eml', 'From: a@x.org\nMessage-ID: <own@x>\nIn-Reply-To: your letter <first@x>\n\nHello'),
  ])

  expect(threads.map(({ parts }) => [parts[0]?.draft.title, parts[0]?.thread])).toEqual([
    ['(no subject)', null],
    ['(no subject)', 'own@x'],
    ['(no subject)', 'first@x'],
  ])
})

test('what is quoted is cut apart from what is new, under the line that says who is quoted', async () => {
  const long = (word: string) => `The ${word} is cleaned every four weeks by the person on duty. `.repeat(16).trim()
  const body = `${long('pump')}\n\nOn Monday, 2 March 2026,\nBob Miller wrote:\n> ${long('boat')}\n\n${long('door')}`

  const { parts } = await partsOf('a.eml', makeMessage('1', body))

  const draft = parts[0]?.draft
  const passages = draft?.passages.map(({ heading, start, end }) => [
    heading,
    [...new Set(draft.text.slice(start, end).match(/pump|boat|door/g))].join(),
  ])
  expect(new Map(passages?.flatMap(([heading, words]) => (words ? [[words, heading]] : [])))).toEqual(
    new Map([
      ['pump', null],
      ['boat', 'On Monday, 2 March 2026, Bob Miller wrote:'],
      ['door', null],
    ]),
  )
})

test('all of a message that was passed on is in a passage, also what it quotes itself', async () => {
  const long = (word: string) => `The ${word} is cleaned every four weeks by the person on duty. `.repeat(16).trim()
  const body = `${long('pump')}\n\n-----Original Message-----\nFrom: Bob\n\n${long('boat')}\n\n> ${long('door')}`

  const { parts } = await partsOf('a.eml', makeMessage('1', body))

  const draft = parts[0]?.draft
  const passages = draft?.passages.map(({ start, end }) => draft.text.slice(start, end)) ?? []
  const count = passages.join(' ').match(/pump|boat|door/g)?.length
  expect([count, passages.some((text) => /pump/.test(text) && /boat/.test(text))]).toEqual([48, false])
})

test('a message in HTML is read as it is seen, and plain text is preferred where there is some', async () => {
  const html = '<p>Dear <b>Bob</b>,</p><ul><li>one</li><li>two</li></ul><script>steal()</script>'
  const both = [
    'Content-Type: multipart/alternative; boundary=b\n',
    '--b\nContent-Type: text/plain\n\nThe plain words\n',
    `--b\nContent-Type: text/html\n\n${html}\n--b--`,
  ].join('\n')

  const texts = await Promise.all([
    partsOf('a.eml', `From: a@x.org\nContent-Type: text/html\n\n${html}`),
    partsOf('a.eml', `From: a@x.org\n${both}`),
  ])

  expect(texts.map(({ parts }) => parts[0]?.draft.text.split('\n\n').slice(1).join('\n\n'))).toEqual([
    'Dear Bob,\n\n- one\n- two',
    'The plain words',
  ])
})

test('attachments are documents of their own in the same conversation, and so are messages that were passed on', async () => {
  const pdf = (await makePdf(['The lease ends in May.'])).toString('base64')
  const mixed = [
    'Content-Type: multipart/mixed; boundary=b\n',
    '--b\n\nSee the lease.\n',
    `--b\nContent-Type: application/pdf; name="../../lease.pdf"\nContent-Transfer-Encoding: base64\n\n${pdf}\n`,
    '--b\nContent-Type: application/octet-stream\nContent-Disposition: attachment; filename=tool.bin\nContent-Transfer-Encoding: base64\n\nAAECAwQFBgcICQ==\n',
    `--b\nContent-Type: message/rfc822\n\n${makeMessage('inner', 'The inner words')}\n--b--`,
  ].join('\n')

  const { parts } = await partsOf('a.mbox', makeMbox([makeMessage('outer', mixed).replace('\n\n', '\n')]))

  expect(parts.map(({ part, thread, draft }) => [part, thread, draft.type, draft.title])).toEqual([
    ['outer@example.org', 'outer@example.org', 'mail', 'About outer'],
    ['outer@example.org/1/lease.pdf', 'outer@example.org', 'pdf', 'lease.pdf — About outer'],
    ['outer@example.org/3/attachment 3.eml', 'outer@example.org', 'mail', 'About inner'],
  ])
  expect(parts[1]?.draft.writtenAt).toBe(Date.UTC(2026, 2, 3, 13, 5))
  expect(parts[0]?.draft.text).toContain('Attachments:\n- lease.pdf (application/pdf, ')
  expect(parts[0]?.draft.text).toContain('- tool.bin (application/octet-stream, 10 bytes)')
})

test('charsets are followed, and guessed where they are missing or wrong', async () => {
  const raw = (text: string) => Buffer.from(text, 'latin1')
  const cases = [
    raw('From: a@x.org\nContent-Type: text/plain; charset=windows-1251\n\n\xcf\xf0\xe8\xe2\xe5\xf2'),
    raw('From: a@x.org\nContent-Type: text/plain; charset=iso-2022-jp\n\n\x1b$B$3$s$K$A$O\x1b(B'),
    raw('From: a@x.org\n\n\x1b$B$3$s$K$A$O\x1b(B'),
    raw('From: a@x.org\nContent-Type: text/plain; charset=utf-8\n\nna\xefve caf\xe9'),
    Buffer.from('From: a@x.org\n\nnaïve café'),
    raw('From: a@x.org\nContent-Type: text/plain; charset=x-nobody-knows\n\nplain'),
    raw('From: a@x.org\nContent-Transfer-Encoding: base64\n\n@@@ TmFpdmU= %%%'),
  ]

  const read = await Promise.all(cases.map((bytes) => partsOf('a.eml', bytes)))

  expect(read.map(({ texts }) => texts[0]?.split('\n\n')[1])).toEqual([
    'Привет',
    'こんにちは',
    'こんにちは',
    'naïve café',
    'naïve café',
    'plain',
    expect.any(String),
  ])
})

test('the messages of a mailbox are found with either line end, and quoted From lines are as they were', async () => {
  const mbox = `${makeMbox([
    makeMessage('1', 'one\n\n>From here on it is ours.\n>>From deeper\nFrom nine to five'),
    makeMessage('2', 'two\n\nFrom that day on, nothing.\n\nFrom: not a header of anything'),
  ])}`

  const read = [await partsOf('a.mbox', mbox), await partsOf('Inbox', mbox.replaceAll('\n', '\r\n'))]

  for (const { names, texts } of read) {
    expect(names).toEqual(['1@example.org', '2@example.org'])
    expect(texts.map((text) => text.split('\n\n').slice(1).join('\n\n'))).toEqual([
      'one\n\nFrom here on it is ours.\n>From deeper\nFrom nine to five',
      'two\n\nFrom that day on, nothing.\n\nFrom: not a header of anything',
    ])
  }
})

test('a part keeps its name when messages come before or after it, also without an id', async () => {
  const nameless = 'From: a@x.org\nSubject: no id\n\nThe same words'
  const [one, two] = [makeMessage('1', 'one'), makeMessage('2', 'two')]

  const before = await partsOf('a.mbox', makeMbox([one, nameless]))
  const after = await partsOf('a.mbox', makeMbox([two, nameless, nameless, one, one.replace('one', 'other')]))

  const name = before.names[1]
  expect(before.names).toEqual(['1@example.org', expect.stringMatching(/^#[\w-]{22}$/)])
  expect(after.names).toEqual([
    '2@example.org',
    name,
    `${name}-2`,
    '1@example.org',
    expect.stringMatching(/^#[\w-]{22}$/),
  ])
})

test('what is no mail is left to the other readers', async () => {
  const files: [string, string][] = [
    ['notes', 'From the beginning it was clear.\nNothing else.'],
    ['README', 'Title: a readme\n\ntext'],
    ['a.eml', 'just words'],
    ['data.json', '{"from": "x"}'],
  ]

  const outcomes = await Promise.all(files.map(([name, text]) => partsOf(name, text)))

  expect(outcomes.map(({ outcome }) => outcome)).toEqual(files.map(() => ({ ok: true, value: null })))
})
