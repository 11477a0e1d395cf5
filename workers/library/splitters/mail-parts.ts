import { type Mail, readMail } from './mail-message.ts'
import type { Part } from './splitter.ts'

const deepest = 5

/** A message as documents: itself, then what came with it under its part; a message within it likewise. */
export async function* mailParts(mail: Mail, part: string, thread = mail.thread, depth = 0): AsyncGenerator<Part> {
  const { subject, document, attachments } = mail
  yield { part, identity: null, title: subject, thread, content: { type: 'mail', document } }
  for (const [index, { name, bytes, isMessage }] of attachments.entries()) {
    const place = `${part}/${index + 1}/${name}`
    if (isMessage) {
      if (depth < deepest) yield* mailParts(await readMail(bytes), place, thread, depth + 1)
    } else {
      const { writtenAt } = document
      yield { part: place, identity: null, title: `${name} — ${subject}`, thread, writtenAt, content: { name, bytes } }
    }
  }
}
