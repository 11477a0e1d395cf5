import type { Added } from '#contract/library.contract'
import { sentenceForIngestFailure } from '#contract/library.sentences'
import { plural } from '../ui/words.ts'

/** What a person is told once something was added: what is being read, what was left, and the first thing that failed. */
export function sentencesForAdded({ added, skipped, failed }: Pick<Added, 'added' | 'skipped' | 'failed'>): {
  readonly said: string
  readonly description?: string
} {
  const [first] = failed
  const more = failed.length > 1 ? ` ${plural(failed.length - 1, 'more file')} could not be added.` : ''
  const description = first ? `${sentenceForIngestFailure(first)}${more}` : undefined
  if (added > 0) return { said: `${plural(added, 'file is', 'files are')} being read`, description }
  if (first) return { said: 'Nothing was added', description }
  return skipped > 0
    ? { said: 'Everything there is in the library already', description: `${plural(skipped, 'file')} left as before.` }
    : {
        said: 'Nothing to read was found there',
        description: 'It is watched: files that come later are read by themselves.',
      }
}

/** Several outcomes of one gesture as one. */
export function joinAdded(all: readonly Added[]): Pick<Added, 'added' | 'skipped' | 'failed'> {
  return {
    added: all.reduce((sum, one) => sum + one.added, 0),
    skipped: all.reduce((sum, one) => sum + one.skipped, 0),
    failed: all.flatMap((one) => one.failed),
  }
}
