import { stat } from 'node:fs/promises'
import { implement } from '@orpc/server'
import { yourDataWorkerContract } from '#contract/your-data-worker.contract'
import { keyOf, serve } from '../serve.ts'
import { problemOf } from './broken.ts'
import { openExportStore } from './export.store.ts'
import { importExport } from './import-export.ts'
import { withProgress } from './progress.ts'
import { writeExport } from './write-export.ts'

const os = implement(yourDataWorkerContract)

serve(
  os.router({
    export: os.export.handler(async ({ input }) =>
      withProgress(
        async (tell, signal) => writeExport(input, { key: await keyOf(input.databasePath), tell, signal }),
        (error) => problemOf(error, { file: input.target, writes: 'file' }),
      ),
    ),
    import: os.import.handler(async ({ input }) =>
      withProgress(
        async (tell, signal) => importExport(input, { key: await keyOf(input.databasePath), tell, signal }),
        (error) => problemOf(error, { file: input.file, writes: 'library' }),
      ),
    ),
    originals: os.originals.handler(async ({ input }) => {
      const store = openExportStore({ ...input, key: await keyOf(input.databasePath) })
      const files = store.files()
      store.close()
      const sizes = await Promise.all(
        files.map(({ path }) =>
          stat(path).then(
            ({ size }) => size,
            () => null,
          ),
        ),
      )
      const there = sizes.filter((size) => size !== null)
      return { files: there.length, bytes: there.reduce((sum, size) => sum + size, 0) }
    }),
  }),
)
