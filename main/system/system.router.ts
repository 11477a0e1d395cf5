import { implement } from '@orpc/server'
import { systemContract } from '#contract/system.contract'
import type { SystemService } from './system.service.ts'

const os = implement(systemContract)

/** Serves the system contract with a system service. */
export function createSystemRouter(system: SystemService) {
  return os.router({
    version: os.version.handler(() => system.version()),
    mode: os.mode.handler(() => system.mode()),
    status: os.status.handler(({ signal }) => system.status(signal)),
    doctor: os.doctor.handler(({ signal }) => system.doctor(signal)),
    mend: os.mend.handler(({ input, signal }) => system.mend(input.remedy, signal)),
    room: os.room.handler(() => system.room()),
    free: os.free.handler(async ({ input }) => ({ bytes: await system.free(input.names) })),
    shell: os.shell.handler(async ({ signal }) => system.shell(signal)),
    openExternal: os.openExternal.handler(({ input }) => system.openExternal(input.url)),
  })
}
