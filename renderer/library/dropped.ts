import { formatOf } from '#contract/formats'
import type { DocumentType } from '#contract/passage'
import type { ReadingSetup } from '#contract/reading'

const mostFiles = 2_000

/** The files of a drop, those of dropped folders among them as far as Alcove can read them and is set up to. */
export async function droppedFiles(data: DataTransfer, setup: () => Promise<ReadingSetup>): Promise<readonly File[]> {
  // All must be taken before the first wait: the browser empties the drop afterwards.
  const taken = [...data.items].map((item) => ({ entry: item.webkitGetAsEntry(), file: item.getAsFile() }))
  const passedOver = taken.some(({ entry }) => entry?.isDirectory) ? kindsPassedOver(await setup()) : []
  const files = (
    await Promise.all(taken.map(({ entry, file }) => (entry ? filesOf(entry, passedOver) : (file ?? []))))
  ).flat()
  return files.slice(0, mostFiles)
}

function kindsPassedOver({ pictures, recordings }: ReadingSetup): readonly DocumentType[] {
  return [
    ...(pictures.languages.length === 0 ? (['image'] as const) : []),
    ...(recordings.model === null ? (['audio'] as const) : []),
  ]
}

async function filesOf(entry: FileSystemEntry, passedOver: readonly DocumentType[]): Promise<readonly File[]> {
  if (isFile(entry)) return [await new Promise<File>((resolve, reject) => entry.file(resolve, reject))]
  if (!isFolder(entry) || entry.name.startsWith('.')) return []
  const inside = (await entriesOf(entry)).filter((child) => {
    const type = formatOf(child.name)?.type ?? null
    return child.isDirectory || (type !== null && !passedOver.includes(type))
  })
  return (await Promise.all(inside.map((child) => filesOf(child, passedOver)))).flat()
}

/** A browser hands out the entries of a folder a hundred at a time. */
async function entriesOf(folder: FileSystemDirectoryEntry): Promise<readonly FileSystemEntry[]> {
  const reader = folder.createReader()
  const all: FileSystemEntry[] = []
  while (true) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject))
    if (some.length === 0) return all
    all.push(...some)
  }
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile
}

function isFolder(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory
}
