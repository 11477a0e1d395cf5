import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { ORPCError } from '@orpc/client'
import { expect, onTestFinished, test, vi } from 'vitest'
import { dictationSigns } from '#contract/dictation.contract'
import { writeSpeechModel } from '#models/reading/fake.speech-model'
import { openLibrary } from '../../main/app/open-library.ts'
import { forkWorker, type WorkerStart } from '../../main/app/worker-process.ts'
import { makePcm } from '../../workers/library/media/fake.sound.ts'
import { folderWith } from './alcove-process.ts'

vi.setConfig({ testTimeout: 120_000 })

const low = makePcm({ tone: 250, seconds: 2 })
const high = makePcm({ tone: 3_000, seconds: 2 })

test('what is said is written down by the model in the data folder, from the moment it is there', async () => {
  const { transcribe, client } = await setup()

  const without = await transcribe(low)
  const { recordings } = await client.library.reading()
  writeSpeechModel(recordings.folder)
  const heard = [await transcribe(low), await transcribe(high), await transcribe(makePcm({ tone: 0, seconds: 2 }))]

  expect({ without, heard }).toEqual({
    without: 'DICTATION_NOT_SET_UP',
    heard: ['The tone was low.', 'The tone was high.', ''],
  })
})

test('neither sound nor words are in any file of the data folder, the logs included, and nothing else was asked of anyone', async () => {
  vi.stubEnv('ALCOVE_LOG_LEVEL', 'debug')
  onTestFinished(() => void vi.unstubAllEnvs())
  const { transcribe, client, data, close } = await setup()
  writeSpeechModel((await client.library.reading()).recordings.folder)
  const before = filesIn(data)

  const text = await transcribe(low)
  const outward = await client.network.list({})
  await close()

  const piece = low.subarray(20_000, 20_064)
  const traces = [piece, Buffer.from(piece.toString('base64').slice(4, -4)), Buffer.from(text)]
  const written = filesIn(data).filter((path) => !path.includes('whisper-tones'))
  expect(text).toBe('The tone was low.')
  expect(written.filter((path) => traces.some((trace) => readFileSync(path).includes(trace)))).toEqual([])
  expect(filesIn(data).filter((path) => !before.includes(path) && !path.includes('logs'))).toEqual([])
  expect(outward).toEqual([])
})

test('a process that dies while it hears loses nothing but its answer, and the same recording is heard again', async () => {
  const { transcribe, client, killLibrary } = await setup()
  writeSpeechModel((await client.library.reading()).recordings.folder)
  await transcribe(high)

  const [died] = await Promise.all([transcribe(makePcm({ tone: 250, seconds: 300 })), killLibrary()])
  const again = await transcribe(low)

  expect([died, again]).toEqual(['DICTATION_FAILED', 'The tone was low.'])
})

test('a recording longer than five minutes is refused before anybody hears it', async () => {
  const { client } = await setup()

  const refused = await client.dictation
    .transcribe({ base64: 'A'.repeat(dictationSigns + 4) })
    .catch((error: unknown) => (error instanceof ORPCError ? error.code : 'other'))

  expect(refused).toBe('BAD_REQUEST')
})

async function setup() {
  const data = folderWith()
  const started: ReturnType<typeof forkWorker>[] = []
  const spawn = (start: WorkerStart) => {
    const process = forkWorker(start)
    if (start.entry.pathname.endsWith('library.worker.ts')) started.push(process)
    return process
  }
  const opened = await openLibrary({ data, from: data, shell: { spawn } })
  if (!opened.ok) throw new Error(opened.failure.message)
  const { client, close } = opened.value
  onTestFinished(async () => void (await close()))
  return { data, client, close, transcribe, killLibrary }

  function transcribe(sound: Buffer): Promise<string> {
    return client.dictation.transcribe({ base64: sound.toString('base64') }).then(
      ({ text }) => text,
      (error: unknown) => (error instanceof ORPCError ? error.code : String(error)),
    )
  }

  async function killLibrary() {
    await vi.waitFor(() => expect(started.at(-1)?.pid()).not.toBeNull())
    started.at(-1)?.kill()
  }
}

function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
}
