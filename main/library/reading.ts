import { mkdirSync } from 'node:fs'
import type { ReadingSetup } from '#contract/reading'
import { findProgram } from '#models/reading/find-program'
import { findLanguages, languagesFolder } from '#models/reading/languages'
import { findSpeechModels, speechFolder } from '#models/reading/speech-model'
import type { Recognises } from './sources/left-out.ts'

export interface ReadingDeps {
  /** Where the person puts language data and speech models. */
  readonly readingFolder: string
  /** Where `PATH` is looked up. */
  readonly environment: Readonly<Record<string, string | undefined>>
}

/** Tells what pictures and recordings can be read with; looks anew each time, as the person may put files there at any moment. */
export function createReading({ readingFolder, environment }: ReadingDeps) {
  return { recognises, setup }

  function recognises(): Recognises {
    return {
      pictures: findLanguages(readingFolder).length > 0,
      recordings: findSpeechModels(readingFolder).model !== null,
    }
  }

  /** Makes the folders too, so that whoever reads of them finds them. */
  function setup(): ReadingSetup {
    const folders = { pictures: languagesFolder(readingFolder), recordings: speechFolder(readingFolder) }
    for (const folder of Object.values(folders)) mkdirSync(folder, { recursive: true, mode: 0o700 })
    const { model, incomplete } = findSpeechModels(readingFolder)
    return {
      pictures: { folder: folders.pictures, languages: findLanguages(readingFolder).map(({ code }) => code) },
      recordings: {
        folder: folders.recordings,
        model: model?.name ?? null,
        incomplete: incomplete.map(({ name, missing }) => ({ name, missing: [...missing] })),
        ffmpeg: findProgram('ffmpeg', environment) !== null,
      },
    }
  }
}
