import { refuse } from '../failure.ts'
import { Refused } from '../refused.ts'
import { bytesOf } from './file-bytes.ts'
import { readMail } from './mail-message.ts'
import { mailParts } from './mail-parts.ts'
import type { Splitter } from './splitter.ts'

/** A message in a file of its own: the file is the document, what came with the message are its parts. */
export const emlSplitter: Splitter = {
  type: 'mail',
  accepts: ({ head, extension }) => mailExtensions.has(extension) && beginsAsMessage(head, extension),
  async *split({ fd, size }, { fileBytes }) {
    if (size > fileBytes) throw new Refused(refuse('FILE_TOO_LARGE', `${size} bytes, at most ${fileBytes} are read`))
    yield* mailParts(await readMail(bytesOf(fd, 0, size)), '')
  },
}

const mailExtensions = new Set(['eml', 'mbox', 'mbx', ''])
const known =
  /^(?:from|to|cc|bcc|subject|date|message-id|received|return-path|delivered-to|mime-version|content-type|reply-to|sender)$/

/** Header lines from the first line on; where the name does not say so, those that only mail has. */
function beginsAsMessage(head: Uint8Array, extension: string): boolean {
  const text = Buffer.from(head)
    .toString('latin1')
    .replace(/^(?:\u00ef\u00bb\u00bf)?\s*(?:>?From [^\n]*\n)?/, '')
  const names = new Set<string>()
  for (const line of text.split('\n')) {
    if (line.trim() === '') break
    if (/^[ \t]/.test(line)) continue
    const name = /^([!-9;-~]{1,100})[ \t]*:/.exec(line)?.[1]?.toLowerCase()
    // The head may end within a line.
    if (name === undefined) return isMail(names, extension) && text.endsWith(line)
    names.add(name)
  }
  return isMail(names, extension)
}

function isMail(names: ReadonlySet<string>, extension: string): boolean {
  if (extension === 'eml') return [...names].some((name) => known.test(name))
  const has = (...wanted: string[]) => wanted.every((name) => names.has(name))
  return has('received') || has('message-id') || has('from', 'date', 'subject')
}
