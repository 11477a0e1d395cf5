import type { IngestFailure } from '#contract/library.contract'
import type { Result } from '#contract/result'

/** What is at hand for files whose text has to be recognised first. */
export interface Media {
  /** Null while there is no language data. */
  readonly pictures: PictureReader | null
  /** Null while there is no speech model. */
  readonly recordings: RecordingReader | null
  /** Says that a step begins which may take its own time: a page, a picture, a stretch of a recording. */
  readonly onStep: () => void
}

export interface PictureReader {
  /** The lines of a picture in the order they are read; none when it shows no writing. */
  read(picture: Uint8Array): Promise<Result<readonly RecognisedLine[], IngestFailure>>
}

/** A line of a picture; pixels from the upper left corner, as the picture is looked at. */
export interface RecognisedLine {
  readonly text: string
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
  /** Whether a paragraph begins with it. */
  readonly opens: boolean
}

export interface RecordingReader {
  /** What is said in at most half a minute of sound: 16,000 samples a second, one channel. */
  transcribe(samples: Float32Array<ArrayBuffer>): Promise<Result<readonly SpokenSegment[], IngestFailure>>
}

/** Seconds from the beginning of what was transcribed; `to` is null where the end cuts it off. */
export interface SpokenSegment {
  readonly from: number
  readonly to: number | null
  readonly text: string
}

/** Where nothing is set up. */
export const noMedia: Media = { pictures: null, recordings: null, onStep: () => {} }
