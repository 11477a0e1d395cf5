import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { IngestFailure } from '#contract/library.contract'
import { ok, type Result } from '#contract/result'
import { findProgram } from '#models/reading/find-program'
import { refuse } from '../failure.ts'
import type { Limits } from '../limits.ts'
import { speechRate } from './resampler.ts'

export interface SoundToDecode {
  readonly bytes: Uint8Array<ArrayBuffer>
  /** What the bytes say the file is. */
  readonly mime: string
  readonly limits: Limits
  readonly environment?: Readonly<Record<string, string | undefined>>
}

/** The reader of ffmpeg for each kind; named, so that no file can choose one which opens other files or addresses. */
const readers: Readonly<Record<string, string>> = {
  'audio/wav': 'wav',
  'audio/mpeg': 'mp3',
  'audio/mp4': 'mov',
  'audio/x-m4a': 'mov',
  'video/mp4': 'mov',
  'audio/ogg': 'ogg',
  'audio/opus': 'ogg',
  'audio/flac': 'flac',
}

const run = promisify(execFile)

/** Turns a recording into a WAV of 16,000 samples a second with the ffmpeg of this machine, within limits; nothing but the file is opened. */
export async function decodeWithFfmpeg({
  bytes,
  mime,
  limits,
  environment = process.env,
}: SoundToDecode): Promise<Result<Uint8Array<ArrayBuffer>, IngestFailure>> {
  const reader = readers[mime]
  if (!reader) return refuse('FORMAT_UNSUPPORTED', mime)
  const program = findProgram('ffmpeg', environment)
  if (!program) return refuse('SOUND_PROGRAM_MISSING', 'There is no ffmpeg on the PATH')
  // Some kinds keep their index at the end, so a pipe would not do.
  const folder = await mkdtemp(join(tmpdir(), 'alcove-sound-'))
  try {
    const [from, to] = [join(folder, 'in'), join(folder, 'out.wav')]
    await writeFile(from, bytes, { mode: 0o600 })
    await run(program, argumentsFor({ reader, from, to, limits }), {
      cwd: folder,
      env: { PATH: environment.PATH },
      timeout: limits.recogniseMilliseconds * 0.9,
      killSignal: 'SIGKILL',
      maxBuffer: 1_048_576,
      windowsHide: true,
    })
    return ok(new Uint8Array(await readFile(to)))
  } catch (error) {
    const isKilled = error instanceof Error && 'killed' in error && error.killed === true
    if (isKilled) return refuse('FILE_TOO_SLOW', 'ffmpeg did not end in time')
    return refuse('FILE_DAMAGED', 'ffmpeg could not decode it')
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

interface Conversion {
  readonly reader: string
  readonly from: string
  readonly to: string
  readonly limits: Limits
}

function argumentsFor({ reader, from, to, limits }: Conversion): string[] {
  const { recordingSeconds, recogniseMilliseconds } = limits
  return [
    ...['-nostdin', '-hide_banner', '-loglevel', 'error', '-y'],
    // It ends itself when the thread that waits for it was ended.
    ...(process.platform === 'win32' ? [] : ['-timelimit', String(Math.ceil(recogniseMilliseconds / 1_000))]),
    ...['-protocol_whitelist', 'file,pipe', '-f', reader, '-i', from],
    ...['-map', '0:a:0', '-vn', '-sn', '-dn', '-map_metadata', '-1'],
    ...['-ac', '1', '-ar', String(speechRate), '-c:a', 'pcm_s16le'],
    // One second more than is read, so that a longer recording is seen to be longer.
    ...['-t', String(recordingSeconds + 1), '-fs', String(Math.ceil((recordingSeconds + 2) * speechRate * 2))],
    ...['-f', 'wav', to],
  ]
}
