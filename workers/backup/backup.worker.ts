import { implement } from '@orpc/server'
import { backupWorkerContract } from '#contract/backup-worker.contract'
import { serve } from '../serve.ts'
import { pack } from './pack.ts'
import { withProgress } from './progress.ts'
import { openRestored } from './restored.store.ts'
import { unpack } from './unpack.ts'

const os = implement(backupWorkerContract)

serve(
  os.router({
    pack: os.pack.handler(async ({ input, signal }) =>
      withProgress((tell) => pack(input, tell, signal), { file: input.target, folder: input.scratch, writes: 'file' }),
    ),
    unpack: os.unpack.handler(async ({ input, signal }) =>
      withProgress((tell) => unpack(input, tell, signal), { file: input.file, folder: input.into, writes: 'folder' }),
    ),
    open: os.open.handler(({ input }) => openRestored(input.folder)),
  }),
)
