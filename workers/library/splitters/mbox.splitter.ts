import { type Mail, readMail, readMailHeaders } from './mail-message.ts'
import { mailParts } from './mail-parts.ts'
import { beginsAsMailbox, type MessageRange, messageBytes, messageRanges } from './mbox-messages.ts'
import { createPartNames } from './part-names.ts'
import type { Splitter } from './splitter.ts'

/** Mailboxes as Thunderbird, Apple Mail, Gmail and mutt write them; one message is in memory at a time. */
export const mboxSplitter: Splitter = {
  type: 'mail',
  // A single message may have the line of a mailbox above it, too.
  accepts: ({ head, extension }) => extension !== 'eml' && beginsAsMailbox(head),
  async *split({ fd, size, enter }, { fileBytes }) {
    const nameOf = createPartNames()
    for (const range of messageRanges(fd, size)) {
      const isWhole = range.end - range.start <= fileBytes
      const raw = messageBytes(fd, isWhole ? range : { ...range, end: range.start + 65_536 })
      if (raw.length === 0) continue
      const mail = isWhole && enter(`at ${range.start}`) ? await readMail(raw) : tooLarge(raw, range)
      yield* mailParts(mail, nameOf(mail.id, raw))
    }
  },
}

function tooLarge(raw: Uint8Array<ArrayBuffer>, { start, end }: MessageRange): Mail {
  const size = ((end - start) / 1_000_000).toFixed(1)
  return readMailHeaders(raw, `This message has ${size} MB, which is more than Alcove reads, so its text was left out.`)
}
