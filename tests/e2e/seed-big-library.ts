import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import { textsOfSet } from '../bench/bench-texts.ts'
import { bigLibrary } from '../bench/big-library.ts'

// Puts a library of so many passages into a data folder; it is made once and kept.
const [data = '', passages = '', set = ''] = process.argv.slice(2)
const { databasePath } = await bigLibrary(Number(passages), await textsOfSet(set))
await cp(databasePath, join(data, 'alcove.sqlite'))
