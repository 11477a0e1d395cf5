import type { Settings } from '#contract/settings.contract'

const recencyOf = { no: 0, some: 0.15, much: 0.4 } as const

/** Gives every search that does not say it itself how much newer documents are preferred, as the person set it. */
export function preferringNewer(wish: () => Settings['preferNewer']) {
  return <Input extends { readonly recency?: number | undefined }>(input: Input): Input => ({
    ...input,
    recency: input.recency ?? recencyOf[wish()],
  })
}
