import { findLanguages } from '#models/reading/languages'
import type { Media } from './media.ts'
import { createPictureReader } from './picture-reader.ts'
import { createRecordingsAtHand, keeping } from './recordings-at-hand.ts'

/** Tells anew for each file what can be recognised: what the person put there meanwhile counts at once. */
export function createMediaAtHand(readingFolder: string | undefined, onStep: () => void): () => Media {
  if (readingFolder === undefined) return () => ({ pictures: null, recordings: null, onStep })
  const pictures = keeping(createPictureReader)
  const recordings = createRecordingsAtHand(readingFolder)
  return () => {
    const languages = findLanguages(readingFolder)
    const versions = languages.map(({ path, version }) => `${path} ${version}`).join('\n')
    return {
      pictures: languages.length === 0 ? null : pictures(versions, languages),
      recordings: recordings(),
      onStep,
    }
  }
}
