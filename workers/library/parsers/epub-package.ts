import { posix } from 'node:path'
import { attributeNamed, readXml } from './xml.ts'
import type { Archive } from './zip.ts'

export interface EpubPackage {
  readonly title: string | null
  readonly author: string | null
  readonly date: string | undefined
  /** Entries of the chapters, in reading order. */
  readonly chapters: readonly string[]
  /** Titles that the table of contents gives, by entry. */
  readonly titles: ReadonlyMap<string, string>
}

/** Whether the content of a book is locked; only hidden fonts are not. */
export async function isLocked(archive: Archive): Promise<boolean> {
  let isLocked = false
  let depth = 0
  await readXml(archive.pieces('META-INF/encryption.xml'), {
    open(name, { Algorithm = '' }) {
      // The key has a method of its own, which says nothing about what is encrypted.
      if (name === 'EncryptedKey' || depth > 0) depth += 1
      else if (name === 'EncryptionMethod' && !fontMethods.test(Algorithm)) isLocked = true
    },
    close() {
      if (depth > 0) depth -= 1
    },
    isEnough: () => isLocked,
  })
  return isLocked
}

// Names of methods, which look like addresses.
const fontMethods = /\/(www\.idpf\.org\/2008\/embedding|ns\.adobe\.com\/pdf\/enc#RC)$/

/** What a book says about itself: title, author, date, its chapters in order and their titles. */
export async function epubPackageOf(archive: Archive): Promise<EpubPackage> {
  const part = await packagePart(archive)
  const folder = posix.dirname(part)
  const values = new Map<string, string>()
  const items = new Map<string, string>()
  const spine: string[] = []
  let contents = ''
  let tocId = ''
  let current = ''
  await readXml(archive.pieces(part), {
    open(name, attributes) {
      current = name
      if (name === 'item') {
        const entry = entryOf(folder, attributes.href ?? '')
        items.set(attributes.id ?? '', entry)
        if (/(^|\s)nav(\s|$)/.test(attributes.properties ?? '')) contents = entry
      } else if (name === 'spine') tocId = attributes.toc ?? ''
      else if (name === 'itemref') spine.push(attributes.idref ?? '')
    },
    text(text) {
      if (!values.has(current) && text.trim() !== '') values.set(current, oneLine(text))
    },
    close() {
      current = ''
    },
  })
  const chapters = new Set(spine.map((id) => items.get(id) ?? '').filter((entry) => archive.has(entry)))
  const titles = await titlesOf(archive, contents || (items.get(tocId) ?? ''))
  return {
    title: values.get('title') ?? null,
    author: values.get('creator') ?? null,
    date: values.get('date'),
    chapters: [...chapters].filter((entry) => entry !== contents),
    titles,
  }
}

async function packagePart(archive: Archive): Promise<string> {
  let part = ''
  await readXml(archive.pieces('META-INF/container.xml'), {
    open(name, attributes) {
      if (name === 'rootfile' && part === '') part = attributes['full-path'] ?? ''
    },
  })
  if (!archive.has(part)) throw new Error('A book without a package')
  return part
}

/** From the navigation page of a book, or from the older NCX. */
async function titlesOf(archive: Archive, part: string): Promise<Map<string, string>> {
  const folder = posix.dirname(part)
  const titles = new Map<string, string>()
  let isContents = !part.toLowerCase().endsWith('html')
  let href = ''
  let label = ''
  let isLabel = false
  await readXml(archive.pieces(part), {
    open(name, attributes) {
      // The navigation page may also list pages and landmarks.
      if (name === 'nav') isContents = (attributeNamed(attributes, 'type') ?? 'toc') === 'toc'
      else if (name === 'a' || name === 'navLabel') [label, isLabel] = ['', true]
      if (name === 'a') href = attributes.href ?? ''
      else if (name === 'content') add(attributes.src ?? '')
    },
    text(text) {
      if (isLabel) label += text
    },
    close(name) {
      if (name === 'a' || name === 'navLabel') isLabel = false
      if (name === 'a') add(href)
    },
  })
  return titles

  /** The first that leads into a file names it; those that follow name what lies within. */
  function add(link: string): void {
    const entry = entryOf(folder, link)
    if (isContents && !titles.has(entry) && label.trim() !== '') titles.set(entry, oneLine(label))
  }
}

function entryOf(folder: string, href: string): string {
  const path = href.replace(/[#?].*$/s, '')
  try {
    return posix.join(folder, decodeURIComponent(path)).toLowerCase()
  } catch {
    // A percent sign that begins no escape stands for itself.
    return posix.join(folder, path).toLowerCase()
  }
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim().slice(0, 500)
}
