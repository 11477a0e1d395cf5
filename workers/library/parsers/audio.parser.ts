import type { IngestFailure } from '#contract/library.contract'
import { ok, type Result } from '#contract/result'
import { refuse } from '../failure.ts'
import type { Limits } from '../limits.ts'
import { decodeWithFfmpeg } from '../media/ffmpeg.ts'
import { noMedia } from '../media/media.ts'
import { transcribe, type Utterance } from '../media/transcribe.ts'
import { openWav, type Recording } from '../media/wav.ts'
import type { ParsedDocument, Parser, SniffedFile } from './parser.ts'

/** Recordings: what is said in them, a line for each utterance with its seconds. Nothing without a speech model. */
export const audioParser: Parser = {
  type: 'audio',
  accepts: ({ mime }) => mime !== null && /^audio\/|^video\/mp4$/.test(mime),
  async parse(file, limits, media = noMedia) {
    const { recordings: reader, onStep } = media
    if (!reader) return refuse('RECORDINGS_NOT_SET_UP', 'There is no speech model')
    onStep()
    const recording = await openRecording(file, limits)
    if (!recording.ok) return recording
    const { seconds } = recording.value
    if (seconds > limits.recordingSeconds) {
      return refuse('FILE_TOO_LARGE', `${Math.round(seconds)} seconds, at most ${limits.recordingSeconds}`)
    }
    const utterances = await transcribe({ recording: recording.value, reader, onStep })
    if (!utterances.ok) return utterances
    if (utterances.value.length === 0) return refuse('FILE_HAS_NO_TEXT', 'Nothing is said in it')
    return ok(documentOf(utterances.value))
  },
}

async function openRecording({ bytes, mime }: SniffedFile, limits: Limits): Promise<Result<Recording, IngestFailure>> {
  if (mime === 'audio/wav') {
    const opened = openWav(bytes)
    if (opened.ok || opened.failure.code !== 'FORMAT_UNSUPPORTED') return opened
  }
  const decoded = await decodeWithFfmpeg({ bytes, mime: mime ?? '', limits })
  return decoded.ok ? openWav(decoded.value) : decoded
}

function documentOf(utterances: readonly Utterance[]): ParsedDocument {
  let end = -1
  const places = utterances.map(({ from, to, text }) => {
    const start = end + 1
    end = start + text.length
    return { start, end, place: { kind: 'time' as const, from, to } }
  })
  const text = utterances.map(({ text }) => text).join('\n')
  const block = { start: 0, end: text.length, headings: [], page: null, kind: 'lines' as const }
  return { title: null, text, pages: null, codeLanguage: null, blocks: [block], places }
}
