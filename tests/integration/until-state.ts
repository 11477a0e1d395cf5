import { expect, onTestFinished, vi } from 'vitest'
import { join } from '../../main/app/join.ts'
import type { Service } from './alcove-process.ts'

/** A connection to a service, as another process of the same person has it. */
export async function joined({ url, token }: Service) {
  const client = await join({ pid: process.pid, url, token })
  if (!client) throw new Error('Nobody answers')
  onTestFinished(() => client.close())
  return client
}

/** A connection to the service once the encryption of its library is in this state; it closes and opens its door meanwhile. */
export function untilState(service: Service, wanted: string) {
  return vi.waitFor(
    async () => {
      const holder = await joined(service)
      expect((await holder.client.encryption.state()).state).toBe(wanted)
      return holder
    },
    { timeout: 60_000, interval: 100 },
  )
}
