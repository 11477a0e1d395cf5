import { implement } from '@orpc/server'
import { systemContract } from '#contract/system.contract'
import type { SystemService } from './system.service.ts'

const os = implement(systemContract)

/** Serves the system contract with a system service. */
export function createSystemRouter(system: SystemService) {
  return os.router({
    version: os.version.handler(() => system.version()),
    status: os.status.handler(({ signal }) => system.status(signal)),
    doctor: os.doctor.handler(({ signal }) => system.doctor(signal)),
    shell: os.shell.handler(async ({ signal }) => system.shell(signal)),
    openExternal: os.openExternal.handler(({ input }) => system.openExternal(input.url)),
  })
}
