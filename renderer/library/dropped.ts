import { formatOf } from '#contract/formats'

const mostFiles = 2_000

/** The files of a drop, those of dropped folders among them as far as Alcove can read them. */
export async function droppedFiles(data: DataTransfer): Promise<readonly File[]> {
  // All must be taken before the first wait: the browser empties the drop afterwards.
  const taken = [...data.items].map((item) => ({ entry: item.webkitGetAsEntry(), file: item.getAsFile() }))
  const files = (await Promise.all(taken.map(({ entry, file }) => (entry ? filesOf(entry) : (file ?? []))))).flat()
  return files.slice(0, mostFiles)
}

async function filesOf(entry: FileSystemEntry): Promise<readonly File[]> {
  if (isFile(entry)) return [await new Promise<File>((resolve, reject) => entry.file(resolve, reject))]
  if (!isFolder(entry) || entry.name.startsWith('.')) return []
  const inside = (await entriesOf(entry)).filter((child) => child.isDirectory || formatOf(child.name) !== null)
  return (await Promise.all(inside.map(filesOf))).flat()
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
