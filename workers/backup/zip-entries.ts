import { once } from 'node:events'
import type { Readable } from 'node:stream'
import { promisify } from 'node:util'
import yauzl from 'yauzl'

export interface ZipEntry {
  readonly name: string
  readonly packedBytes: number
  readonly stream: () => Promise<Readable>
}

const openFile = promisify<string, yauzl.Options, yauzl.ZipFile>(yauzl.open)

/** The files of an archive, one after the other; throws when its directory or an entry makes no sense. */
export async function* openZip(path: string): AsyncGenerator<ZipEntry> {
  const zip = await openFile(path, {
    lazyEntries: true,
    autoClose: false,
    validateEntrySizes: true,
    strictFileNames: true,
  })
  try {
    for (let left = zip.entryCount; left > 0; left -= 1) {
      zip.readEntry()
      const [entry] = (await once(zip, 'entry')) as [yauzl.Entry]
      yield { name: entry.fileName, packedBytes: entry.compressedSize, stream: () => streamOf(zip, entry) }
    }
  } finally {
    zip.close()
  }
}

function streamOf(zip: yauzl.ZipFile, entry: yauzl.Entry): Promise<Readable> {
  return new Promise((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) => (error ? reject(error) : resolve(stream)))
  })
}
