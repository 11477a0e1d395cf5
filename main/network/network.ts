import { implement } from '@orpc/server'
import { networkContract } from '#contract/network.contract'
import { type OutwardRequest, outward } from '#models/network/outward'
import { deleteInPieces } from '../app/in-pieces.ts'
import type { OutwardStore } from './outward.store.ts'

const os = implement(networkContract)

const deletedAtOnce = 500

export interface NetworkDeps {
  /** Whether the person has stopped everything that leaves this machine. */
  readonly isOffline: () => boolean
  readonly report: (error: unknown) => void
}

/** Notes what leaves this machine, from every process, and holds it back while the person wants that. */
export function openNetwork(store: OutwardStore, { isOffline, report }: NetworkDeps) {
  const stop = outward.onRequest(note)
  apply()
  return {
    /** What a worker process is started with. */
    watched: { isOffline, onOutward: note },
    apply,
    close: () => void stop(),
    deleteBefore,
    router: router(),
  }

  function note(request: OutwardRequest): void {
    try {
      store.add(request)
    } catch (error) {
      // A full disk must not stop an answer; what left is not listed then.
      report(error)
    }
  }

  /** Has this process and the given ones hold back what the setting says. */
  function apply(workers: readonly { readonly holdBack: (on: boolean) => void }[] = []): void {
    const on = isOffline()
    outward.setOffline(on)
    for (const worker of workers) worker.holdBack(on)
  }

  /** Deletes what left before a time, in pieces; returns how many. */
  function deleteBefore(time: number): Promise<number> {
    return deleteInPieces(deletedAtOnce, (most) => store.deleteBefore(time, most))
  }

  function router() {
    return os.router({
      list: os.list.handler(async ({ input }) => store.list(input)),
      forget: os.forget.handler(async () => ({ forgotten: store.forget() })),
    })
  }
}
