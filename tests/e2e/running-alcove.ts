import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join as pathOf } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'
import { LibraryState } from '../../contract/library.contract.ts'
import { Found } from '../../contract/search.contract.ts'
import { join } from '../../main/app/join.ts'
import { type OllamaTestServerOptions, startOllamaTestServer } from '../ollama/test-server.ts'
import { writeSmallLibrary } from './small-library.ts'

const LoopDelay = z.object({ p50: z.number(), p99: z.number(), most: z.number() })

export type RunningAlcove = Awaited<ReturnType<typeof startAlcove>>

export interface AlcoveOptions {
  /** True: a server that speaks as Ollama does is there. */
  readonly withModel?: boolean
  /** How that server is, when it is not as usual. */
  readonly server?: OllamaTestServerOptions
  /** True: the library is left empty. */
  readonly empty?: boolean
  /** Writes more papers before they are read. */
  readonly write?: (folder: string) => Promise<void>
  /** True: begins as soon as everything is found by words; meaning follows. */
  readonly wordsOnly?: boolean
  /** Names that lead to this machine, so that a server here is taken for one elsewhere. */
  readonly names?: readonly string[]
  /** More for the environment of the program. */
  readonly environment?: Readonly<Record<string, string>>
  /** True: how late the event loop of main is, is measured; `loopDelay` tells it. */
  readonly watchLoop?: boolean
  /** Puts something into the data folder before the program starts on it. */
  readonly seed?: (dataFolder: string) => Promise<void>
}

/** Starts the real program on a data folder of its own, with a small library read to the end. */
export async function startAlcove({
  withModel = false,
  server: serverOptions = { models: ['scripted-chat', 'scripted-think'] },
  empty = false,
  write,
  wordsOnly = false,
  names = [],
  environment = {},
  watchLoop = false,
  seed,
}: AlcoveOptions = {}) {
  const home = await mkdtemp(pathOf(tmpdir(), 'alcove-e2e-'))
  const papers = pathOf(home, 'papers')
  const delayFile = pathOf(home, 'loop-delay.json')
  const ollama = withModel ? await startOllamaTestServer(serverOptions) : null
  const env = {
    ...process.env,
    ALCOVE_DATA: pathOf(home, 'data'),
    // Nothing listens there: no model is running. (Port 9 would not even be tried by fetch.)
    OLLAMA_HOST: ollama ? ollama.address : 'http://127.0.0.1:61998',
    ...(names.length > 0
      ? { NODE_OPTIONS: `--import ${new URL('lead-here.ts', import.meta.url).href}`, LEADS_HERE: names.join(' ') }
      : {}),
    ...(watchLoop
      ? { NODE_OPTIONS: `--import ${new URL('loop-watched.ts', import.meta.url).href}`, LOOP_DELAY_FILE: delayFile }
      : {}),
    ...environment,
  }
  await writeSmallLibrary(papers)
  await write?.(papers)
  await seed?.(env.ALCOVE_DATA)
  const server = spawn(process.execPath, ['main/cli/alcove.ts', 'serve', '--json'], {
    env,
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const { url, token } = await firstLine(server)
  if (!empty) await add(papers, env, wordsOnly ? [] : ['--wait'])
  if (wordsOnly) await untilRead(url, token)

  return {
    url,
    home,
    papers,
    ollama,
    cookies: await signIn(url, token),
    find,
    pause,
    connect,
    forgetLoopDelay,
    loopDelay,
    stop,
  }

  /** Where the words, one after the other, stand in the text form of a document. */
  async function find(fileName: string, words: string) {
    const answer = await fetch(`${url}/api/search`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ query: `"${words}"`, mode: 'words', limit: 50 }),
    })
    const { passages } = Found.parse(await answer.json())
    const passage = passages.find(({ path }) => path.endsWith(fileName))
    if (!passage) throw new Error(`No passage of ${fileName} was found by ${words}`)
    return { documentId: passage.documentId, start: passage.range.start + passage.text.indexOf(words) }
  }

  /** Stops all work on files, as the button of the library does. */
  async function pause() {
    await fetch(`${url}/api/library/pause`, { method: 'POST', headers: { authorization: `Bearer ${token}` } })
  }

  /** A connection as another process of the same person has it. */
  async function connect() {
    const joined = await join({ pid: process.pid, url, token })
    if (!joined) throw new Error('Nobody answers')
    return joined
  }

  /** Begins to measure how late the event loop is. */
  function forgetLoopDelay() {
    server.kill('SIGUSR2')
  }

  /** How late it was since then, in milliseconds. */
  async function loopDelay() {
    return LoopDelay.parse(JSON.parse(await readFile(delayFile, 'utf8')))
  }

  async function stop() {
    server.kill('SIGTERM')
    if (server.exitCode === null) await once(server, 'exit')
    await ollama?.close()
    await rm(home, { recursive: true, force: true })
  }
}

/** The link opens one page, once; its cookie opens all the others. */
async function signIn(url: string, token: string) {
  const answer = await fetch(`${url}/?token=${token}`, { redirect: 'manual' })
  return answer.headers.getSetCookie().map((cookie) => {
    const [name = '', value = ''] = (cookie.split(';')[0] ?? '').split('=')
    return { name, value, url }
  })
}

async function firstLine(server: ChildProcess): Promise<{ readonly url: string; readonly token: string }> {
  if (!server.stdout) throw new Error('The server has no output')
  for await (const line of createInterface({ input: server.stdout })) return JSON.parse(line)
  throw new Error('The server ended before it listened')
}

async function untilRead(url: string, token: string) {
  for (;;) {
    const answer = await fetch(`${url}/api/library`, { headers: { authorization: `Bearer ${token}` } })
    const { queue, documents } = LibraryState.parse(await answer.json())
    if (queue === 0 && documents > 0) return
    await pause(500)
  }
}

async function add(folder: string, env: NodeJS.ProcessEnv, how: readonly string[]) {
  const adding = spawn(process.execPath, ['main/cli/alcove.ts', 'add', folder, ...how, '--json'], {
    env,
    stdio: 'ignore',
  })
  const [code] = await once(adding, 'exit')
  if (code !== 0) throw new Error(`Adding the papers ended with ${code}`)
}
