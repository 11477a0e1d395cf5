import { oc } from '@orpc/contract'
import { z } from 'zod'

/** A request that left this machine, or was held back; never what it said. */
export const OutwardRequest = z.object({
  id: z.number().int(),
  /** Milliseconds since the Unix epoch. */
  at: z.number(),
  host: z.string(),
  purpose: z.enum(['answers', 'embedding', 'backup', 'updates']),
  method: z.string(),
  path: z.string(),
  outcome: z.enum(['answered', 'failed', 'held-back']),
  status: z.number().int().nullable(),
  /** Of what was sent; null where it was a stream. */
  bytes: z.number().int().nullable(),
  milliseconds: z.number(),
})
export type OutwardRequest = z.infer<typeof OutwardRequest>

/** What may be asked of the requests that leave this machine. The switch that stops them is the setting `offline`. */
export const networkContract = {
  /** What left, the newest first; kept as long as is set. */
  list: oc
    .route({ method: 'GET', path: '/outward-requests', summary: 'List the requests that left this machine' })
    .input(
      z.object({
        limit: z.coerce.number().int().min(1).max(1_000).default(100),
        before: z.coerce.number().int().optional(),
      }),
    )
    .output(z.array(OutwardRequest)),
  /** Forgets what is listed. */
  forget: oc
    .route({ method: 'DELETE', path: '/outward-requests', summary: 'Forget the list' })
    .output(z.object({ forgotten: z.number().int() })),
}
