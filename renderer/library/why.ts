import type { WhyStep } from '#contract/tree.contract'

export type WhyRemedy = NonNullable<WhyStep['remedy']>

/** What a remedy is called on its button; null for those that are only waited for. */
export const whyWords: Readonly<Record<WhyRemedy, string | null>> = {
  add: 'Add it',
  'change-rules': 'Change the rules',
  restore: 'Bring it back',
  retry: 'Try again',
  wait: null,
  resume: 'Go on reading',
  'set-up-reading': 'Open settings',
  'other-words': 'Try other words',
}

/** The source a path lies in: the innermost that holds it. */
export function sourceOf<S extends { readonly path: string }>(path: string, sources: readonly S[]): S | undefined {
  return sources
    .filter((source) => path === source.path || /[\\/]/.test(path.slice(source.path.length, source.path.length + 1)))
    .filter((source) => path.startsWith(source.path))
    .toSorted((a, b) => b.path.length - a.path.length)[0]
}

/** The outcome in a sentence. */
export function saysWhy(
  { found, steps }: { readonly found: boolean; readonly steps: readonly WhyStep[] },
  query: string,
) {
  if (found) return query ? 'It is found by these words.' : 'It is found. Nothing stands in its way.'
  const last = steps.findLast(({ ok }) => !ok)
  return last ? 'It is not found, because of one step:' : 'It is not found.'
}
