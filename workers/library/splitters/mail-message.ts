import { isUtf8 } from 'node:buffer'
import PostalMime, { type Address, decodeWords, type Email } from 'postal-mime'
import { decodeText } from '../decode.ts'
import { domToText } from '../parsers/dom-text.ts'
import { openPage } from '../parsers/html.parser.ts'
import type { Block, ParsedDocument } from '../parsers/parser.ts'
import { asBuffer } from './file-bytes.ts'
import { attachmentLine, type MailAttachment, mailAttachments } from './mail-attachments.ts'
import { mailText } from './mail-text.ts'

/** A message as it is read. */
export interface Mail {
  /** Without its brackets; null for a message without one. */
  readonly id: string | null
  /** The id of the first message of its conversation. */
  readonly thread: string | null
  readonly subject: string
  readonly document: ParsedDocument
  readonly attachments: readonly MailAttachment[]
}

/** Reads a message, whatever it holds: what no valid message holds is read as text below the headers. */
export async function readMail(raw: Uint8Array<ArrayBuffer>): Promise<Mail> {
  const bytes = withoutEnvelope(raw)
  const email = await parse(bytes)
  const attachments = mailAttachments(email.attachments)
  const { text, blocks } = await bodyOf(email)
  return mailOf(email, { text, blocks, attachments })
}

/** Reads only who wrote when about what, and says in place of the body why nothing else was read. */
export function readMailHeaders(raw: Uint8Array<ArrayBuffer>, why: string): Mail {
  return mailOf(plainEmail(withoutEnvelope(raw), ''), { text: why, blocks: null, attachments: [] })
}

interface Body {
  readonly text: string
  readonly blocks: readonly Block[] | null
}

function mailOf(email: Email, body: Body & { readonly attachments: readonly MailAttachment[] }): Mail {
  const id = idsIn(email.messageId)[0] ?? null
  const thread = idsIn(email.references)[0] ?? idsIn(email.inReplyTo)[0] ?? id
  const subject = oneLine(email.subject ?? '', 500)
  const from = people(email.from ? [email.from] : [])
  const date = oneLine(email.headers.find(({ key }) => key === 'date')?.value ?? '', 100)
  const { text, blocks } = mailText({
    from,
    to: people(email.to ?? []),
    cc: people(email.cc ?? []),
    date,
    subject: subject || noSubject,
    body: body.text,
    blocks: body.blocks,
    attachments: body.attachments.map(attachmentLine),
  })
  const time = Date.parse(date.replace(/\([^()]*\)/g, ''))
  const writtenAt = Number.isFinite(time) ? time : null
  const title = subject || noSubject
  const document = { title, text, blocks, pages: null, codeLanguage: null, author: from || null, writtenAt }
  return { id, thread, subject: title, document, attachments: body.attachments }
}

const noSubject = '(no subject)'

async function parse(bytes: Uint8Array<ArrayBuffer>): Promise<Email> {
  const email = await parsed(bytes)
  const replaced = replacedIn(email)
  const charset = replaced > 0 && !isUtf8(bytes) ? 'windows-1252' : shifts(bytes, email) ? 'iso-2022-jp' : null
  if (charset === null) return email
  // It says nothing of its charset, or what is not so; read as the likely one it may be right.
  const again = await parsed(new Uint8Array(Buffer.from(new TextDecoder(charset).decode(bytes))))
  return replacedIn(again) < replaced || charset === 'iso-2022-jp' ? again : email
}

async function parsed(bytes: Uint8Array<ArrayBuffer>): Promise<Email> {
  try {
    const email = await PostalMime.parse(bytes, { forceRfc822Attachments: true })
    if (email.headers.some(({ key }) => /^[!-9;-~]+$/.test(key))) return email
    // Without headers all of it is text, and the first lines were taken for headers.
    return plainEmail(new Uint8Array(0), decodeText(bytes) ?? '')
  } catch {
    // Nested too deeply, or headers without end: its text can still be read.
    const end = asBuffer(bytes).indexOf(/\r/.test(headOf(bytes, 2_000)) ? '\r\n\r\n' : '\n\n')
    const body = decodeText(bytes.slice(end === -1 ? 0 : end, (end === -1 ? 0 : end) + mostFallback))
    return plainEmail(bytes, body ?? '')
  }
}

const mostFallback = 1_000_000
const mostHeaders = 4_000_000

/** An e-mail of the headers at its beginning and a text. */
function plainEmail(bytes: Uint8Array<ArrayBuffer>, text: string): Email {
  const [head = ''] = new TextDecoder().decode(bytes.subarray(0, mostHeaders)).split(/\r?\n\r?\n/, 1)
  const lines = head.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/)
  const headers = lines.flatMap((line) => {
    const [, originalKey, value] = /^([!-9;-~]{1,100})[ \t]*:[ \t]*(.*)$/.exec(line.slice(0, 4_000)) ?? []
    return originalKey && value !== undefined ? [{ key: originalKey.toLowerCase(), originalKey, value }] : []
  })
  const value = (key: string) => decodeWords(headers.find((header) => header.key === key)?.value ?? '')
  const address = (key: string): Address => ({ name: value(key), address: '' })
  return {
    headers,
    headerLines: [],
    from: address('from'),
    to: [address('to')],
    cc: [address('cc')],
    subject: value('subject'),
    messageId: value('message-id'),
    inReplyTo: value('in-reply-to'),
    references: value('references'),
    text,
    attachments: [],
  }
}

function replacedIn({ subject = '', text = '', html = '' }: Email): number {
  return (subject + text + html).split('\uFFFD').length - 1
}

/** Japanese of old writes its signs between escapes and, undeclared, looks like plain ASCII. */
function shifts(bytes: Uint8Array<ArrayBuffer>, { subject = '', text = '' }: Email): boolean {
  return bytes.includes(0x1b) && ['\u001b$B', '\u001b$@'].some((escape) => (subject + text).includes(escape))
}

async function bodyOf({ text = '', html = '' }: Email): Promise<Body> {
  const plain = text.replace(/\r\n?/g, '\n')
  // Some programs put “this message is HTML” where the text should be.
  const isStub = plain.trim().length < 200 && html.length > 2_000
  if (plain.trim() !== '' && !isStub) return { text: plain, blocks: null }
  const written = html.trim() === '' ? null : await htmlBody(html.slice(0, mostHtml))
  return written && written.text.trim().length > plain.trim().length ? written : { text: plain, blocks: null }
}

const mostHtml = 5_000_000

async function htmlBody(html: string): Promise<Body> {
  try {
    return domToText((await openPage(html)).body)
  } catch {
    // Markup that cannot be opened is still a text between tags.
    return { text: html.replace(/<[^<>]{0,1000}>/g, ' ').replace(/[ \t]+/g, ' '), blocks: null }
  }
}

function people(addresses: readonly Address[]): string {
  const named = addresses.slice(0, mostPeople).map((one) => {
    if (one.group) return one.name
    return one.name && one.address ? `${one.name} <${one.address}>` : one.name || one.address
  })
  const more = addresses.length - mostPeople
  return oneLine(named.filter((name) => name).join(', '), 4_000) + (more > 0 ? ` and ${more} more` : '')
}

const mostPeople = 50

function idsIn(header: string | undefined): string[] {
  const ids = [...(header ?? '').slice(0, 10_000).matchAll(/<([^<>]+)>/g)].map(([, id = '']) => id.replace(/\s+/g, ''))
  const bare = (header ?? '').trim()
  return ids.length > 0 ? ids.filter(Boolean) : /^[^\s<>@]{1,200}@[^\s<>@]{1,200}$/.test(bare) ? [bare] : []
}

function oneLine(text: string, most: number): string {
  const line = text
    .slice(0, most * 2)
    .replace(/\s+/g, ' ')
    .trim()
  return line.length <= most ? line : `${line.slice(0, most - 1).toWellFormed()}…`
}

/** A `From ` line of a mailbox before the headers, which some programs leave in the files they save. */
function withoutEnvelope(raw: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const [envelope = ''] = /^(?:\u00ef\u00bb\u00bf)?\s*(?:>?From [^\n]*\n)?/.exec(headOf(raw, 2_000)) ?? []
  return raw.subarray(envelope.length)
}

function headOf(bytes: Uint8Array<ArrayBuffer>, most: number): string {
  return asBuffer(bytes).toString('latin1', 0, most)
}
