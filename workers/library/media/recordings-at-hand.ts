import { findSpeechModels } from '#models/reading/speech-model'
import type { RecordingReader } from './media.ts'
import { createRecordingReader } from './recording-reader.ts'

/** Tells anew each time what recordings can be heard with: a model that the person put there meanwhile counts at once. */
export function createRecordingsAtHand(readingFolder: string): () => RecordingReader | null {
  const recordings = keeping(createRecordingReader)
  return () => {
    const { model } = findSpeechModels(readingFolder)
    return model === null ? null : recordings(`${model.name} ${model.version}`, model)
  }
}

/** The same reader as long as its files are the same. */
export function keeping<From, Reader extends { close(): void }>(create: (from: From) => Reader) {
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
