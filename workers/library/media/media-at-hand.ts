import { findLanguages } from '#models/reading/languages'
import { findSpeechModels } from '#models/reading/speech-model'
import type { Media } from './media.ts'
import { createPictureReader } from './picture-reader.ts'
import { createRecordingReader } from './recording-reader.ts'

/** Tells anew for each file what can be recognised: what the person put there meanwhile counts at once. */
export function createMediaAtHand(readingFolder: string | undefined, onStep: () => void): () => Media {
  const pictures = keeping(createPictureReader)
  const recordings = keeping(createRecordingReader)
  return () => {
    if (readingFolder === undefined) return { pictures: null, recordings: null, onStep }
    const languages = findLanguages(readingFolder)
    const { model } = findSpeechModels(readingFolder)
    const versions = languages.map(({ path, version }) => `${path} ${version}`).join('\n')
    return {
      pictures: languages.length === 0 ? null : pictures(versions, languages),
      recordings: model === null ? null : recordings(`${model.name} ${model.version}`, model),
      onStep,
    }
  }
}

/** The same reader as long as its files are the same. */
function keeping<From, Reader extends { close(): void }>(create: (from: From) => Reader) {
  let version: string | null = null
  let reader: Reader | null = null
  return (wanted: string, from: From): Reader => {
    if (reader && version === wanted) return reader
    reader?.close()
    version = wanted
    reader = create(from)
    return reader
  }
}
