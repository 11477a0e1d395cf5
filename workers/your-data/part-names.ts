/** The parts of an export that are no rows of a table, by the names they have in it. */
export const manifestPart = 'alcove.json'
export const readmePart = 'README.md'
export const settingsPart = 'settings.json'
const textsFolder = 'library/texts/'
const keptFolder = 'library/kept/'
const conversationsFolder = 'conversations/'
const originalsFolder = 'originals/'

/** Where the text of a document lies: under a name a person can read, and with its id, so that no two are the same. */
export function textPartOf({ id, title }: { readonly id: string; readonly title: string }): string {
  return `${textsFolder}${safeName(title, 'Document')} ${safeId(id)}.txt`
}

/** Where a conversation lies as Markdown: by day, title and the end of its id. */
export function conversationPartOf(conversation: {
  readonly id: string
  readonly title: string
  readonly createdAt: number
}): string {
  const day = new Date(conversation.createdAt).toISOString().slice(0, 10)
  return `${conversationsFolder}${day} ${safeName(conversation.title, 'Conversation')} ${safeId(conversation.id)}.md`
}

/** Where the copy of a pasted or dropped text lies. */
export function keptPartOf(name: string): string {
  return `${keptFolder}${name}`
}

/** Where a copy of a person's own file lies. */
export function originalPartOf({ id, path }: { readonly id: string; readonly path: string }): string {
  return `${originalsFolder}${safeId(id)} ${safeName(path.split(/[/\\]/).at(-1) ?? '', 'file')}`
}

/** The name of a kept copy that a part holds; null for any other part. */
export function keptNameOf(part: string): string | null {
  const name = part.startsWith(keptFolder) ? part.slice(keptFolder.length) : ''
  return isFileName(name) ? name : null
}

/** Whether a part is one that an export may have beside those with rows; none of them leads out of its folder. */
export function isOtherPart(name: string): boolean {
  if ([manifestPart, readmePart, settingsPart].includes(name)) return true
  return [textsFolder, keptFolder, conversationsFolder, originalsFolder].some(
    (folder) => name.startsWith(folder) && isFileName(name.slice(folder.length)),
  )
}

const ownCopies = 'alcove:kept/'

/** A path as an export holds it: of Alcove's own copies without the folder, which is another one elsewhere. */
export function portablePath(path: string, importsFolder: string): string {
  const below = path.startsWith(importsFolder) ? path.slice(importsFolder.length) : ''
  const name = below.slice(1)
  return /^[/\\]/.test(below) && isFileName(name) ? `${ownCopies}${name}` : path
}

/** A path of an export on this machine; null for one that no export has. */
export function pathHere(
  path: string,
  folder: { readonly imports: string; readonly separator: string },
): string | null {
  if (!path.startsWith(ownCopies)) return path
  const name = path.slice(ownCopies.length)
  return isFileName(name) ? `${folder.imports}${folder.separator}${name}` : null
}

function isFileName(name: string): boolean {
  // oxlint-disable-next-line no-control-regex -- these are what a name must not have
  return name.length > 0 && name.length <= 255 && !/[/\\:\0-\x1f]/.test(name) && !/^\.{1,2}$/.test(name)
}

function safeName(text: string, otherwise: string): string {
  const name = text
    .normalize('NFC')
    .replace(/[<>:"/\\|?*\p{Cc}\p{Cf}\p{Cs}]/gu, ' ')
    .replace(/\s+/g, ' ')
    .slice(0, 60)
    .toWellFormed()
    .replaceAll('\uFFFD', '')
    .replace(/^[. ]+|[. ]{1,60}$/g, '')
  return name || otherwise
}

function safeId(id: string): string {
  return /^[\w-]{1,64}$/.test(id) ? id : Buffer.from(id).toString('hex').slice(0, 64)
}
