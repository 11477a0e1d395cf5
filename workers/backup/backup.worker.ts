import { implement } from '@orpc/server'
import { backupWorkerContract } from '#contract/backup-worker.contract'
import { conversionContract } from '#contract/conversion.contract'
import { openConnection } from '#database/connection'
import { serve } from '../serve.ts'
import { convert } from './convert.store.ts'
import { keyOfUnpacked } from './key-of-unpacked.ts'
import { pack } from './pack.ts'
import { withProgress } from './progress.ts'
import { openRestored } from './restored.store.ts'
import { salvage } from './salvage.store.ts'
import { unpack } from './unpack.ts'

const os = implement({ ...backupWorkerContract, ...conversionContract })

serve(
  os.router({
    pack: os.pack.handler(async ({ input, signal }) =>
      withProgress((tell) => pack(input, tell, signal), { file: input.target, folder: input.scratch, writes: 'file' }),
    ),
    unpack: os.unpack.handler(async ({ input, signal }) =>
      withProgress((tell) => unpack(input, tell, signal), { file: input.file, folder: input.into, writes: 'folder' }),
    ),
    open: os.open.handler(async ({ input }) =>
      openRestored(input.folder, await keyOfUnpacked(input.folder, input.folder, input)),
    ),
    convert: os.convert.handler(async ({ input }) => convert(input)),
    salvage: os.salvage.handler(async ({ input: { key, ...input } }) =>
      salvage(input, (path, how) => openConnection(path, { ...how, key })),
    ),
  }),
)
