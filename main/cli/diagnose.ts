import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { type Context, WrongUse } from './context.ts'
import { bytesInWords, count } from './words.ts'

/** `alcove diagnose`: collects diagnostics, says what is in them, and writes them where the person wants; nothing is sent. */
export async function diagnose(
  { json, from, signal, print, say, printJson, withLibrary, fail }: Context,
  [file = '']: readonly string[],
  { show, leaveOut }: Readonly<Record<string, unknown>>,
): Promise<number> {
  const without = Array.isArray(leaveOut) ? leaveOut.map(String) : []
  return withLibrary(async ({ client }) => {
    const { id, files } = await client.operation.diagnostics.collect(undefined, { signal })
    const unknown = without.find((name) => files.every((one) => one.name !== name))
    if (unknown !== undefined)
      throw new WrongUse(`There is no ${unknown}. There are ${files.map(({ name }) => name).join(', ')}.`)
    const kept = files.filter(({ name }) => !without.includes(name))
    if (show) {
      if (json) printJson({ files: kept })
      else for (const { name, text } of kept) print(`== ${name}\n${text}`)
      return 0
    }
    const packed = await client.operation.diagnostics.pack({ id, leaveOut: without }, { signal })
    const path = resolve(from, file)
    try {
      await writeFile(path, Buffer.from(packed.base64, 'base64'), { flag: 'wx', mode: 0o600 })
    } catch (error) {
      if (!(error instanceof Error && 'code' in error)) throw error
      const why = error.code === 'EEXIST' ? 'There is a file already' : 'It cannot be written'
      return fail({ code: String(error.code), message: error.message }, `${why}: ${path}. Nothing was changed.`)
    }
    if (json) {
      printJson({ file: path, files: kept.map(({ name }) => name) })
      return 0
    }
    for (const { name, about, text } of kept) print(`${name}  ${bytesInWords(text.length)}  ${about}`)
    print(`${count(kept.length, 'file')} in ${path}`)
    say('Read it before you give it to anybody: alcove diagnose --show. Nothing was sent.')
    return 0
  })
}
