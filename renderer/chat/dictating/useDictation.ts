import { ORPCError } from '@orpc/client'
import { useEffect, useRef, useState } from 'react'
import { create } from 'zustand'
import { sentenceForDictation } from '#contract/dictation.sentences'
import type { ReadingSetup } from '#contract/reading'
import { client } from '../../app/client.ts'
import { stopReading } from '../../app/reading-aloud.ts'
import { plural } from '../../ui/words.ts'
import { type OpenMicrophone, openMicrophone } from './microphone.ts'
import { nothingHeard, sentenceForMicrophone } from './microphone-words.ts'

export type DictationState =
  | { readonly at: 'rest' | 'asking' | 'listening' | 'writing' }
  | {
      readonly at: 'problem'
      readonly sentence: string
      /** True while the recording is still there. */
      readonly again: boolean
      /** What is there of speech models, when that is what is missing. */
      readonly missing: ReadingSetup['recordings'] | null
    }

export type Dictation = ReturnType<typeof useDictation>

/** What the microphone hears now; apart from the rest, as it changes ten times a second. */
export const useMeter = create(() => ({ seconds: 0, level: 0 }))

const rest: DictationState = { at: 'rest' }
/** One wish to dictate, from its beginning until it is over; what an older one still does counts for nothing. */
interface Attempt {
  readonly over: AbortController
  microphone: OpenMicrophone | null
  recording: string
}

/** Writes down what a person says: opens the microphone, listens, has the model write, and gives the words to `onWords`. */
export function useDictation(onWords: (words: string) => void) {
  const [state, setState] = useState<DictationState>(rest)
  const [said, setSaid] = useState('')
  const attempt = useRef<Attempt | null>(null)
  const latest = useRef(onWords)
  latest.current = onWords
  // Nobody listens to a box that is gone.
  useEffect(() => () => end(attempt.current), [])
  return { state, said, toggle, stop, cancel, again }

  /** Begins to listen; while it does, ends and has written what was heard. */
  function toggle(): void {
    if (state.at === 'listening') void stop()
    else if (state.at === 'rest' || state.at === 'problem') void begin()
  }

  async function begin(): Promise<void> {
    const mine = renewed()
    stopReading()
    show(mine, { at: 'asking' }, 'Waiting for the microphone.')
    const setup = await client.library.reading().catch(() => null)
    if (attempt.current !== mine) return
    if (setup?.recordings.model === null) return fail(mine, sentenceForDictation(notSetUp), setup.recordings)
    useMeter.setState({ seconds: 0, level: 0 })
    try {
      const microphone = await openMicrophone({
        onLevel: (heard) => useMeter.setState(heard),
        onEnd: () => void stop(),
      })
      if (attempt.current !== mine) return microphone.close()
      mine.microphone = microphone
      show(mine, { at: 'listening' }, 'Listening. Enter stops and writes, Escape cancels.')
    } catch (error) {
      fail(mine, sentenceForMicrophone(error))
    }
  }

  async function stop(): Promise<void> {
    const mine = attempt.current
    if (!mine?.microphone) return
    const { microphone } = mine
    mine.microphone = null
    show(mine, { at: 'writing' }, 'Writing down what you said.')
    mine.recording = await microphone.take()
    await write(mine)
  }

  async function again(): Promise<void> {
    const mine = attempt.current
    if (!mine?.recording) return
    show(mine, { at: 'writing' }, 'Writing down what you said.')
    await write(mine)
  }

  async function write(mine: Attempt): Promise<void> {
    if (mine.recording === '') return fail(mine, nothingHeard)
    try {
      const { signal } = mine.over
      const { text } = await client.dictation.transcribe({ base64: mine.recording }, { signal })
      if (attempt.current !== mine) return
      mine.recording = ''
      if (text === '') return fail(mine, nothingHeard)
      show(mine, rest, `${plural(text.split(/\s+/).length, 'word')} written into the box.`)
      latest.current(text)
    } catch (error) {
      if (attempt.current !== mine) return
      const isMissing = error instanceof ORPCError && error.code === notSetUp.code
      if (!isMissing) return fail(mine, sentenceForDictation(notWritten))
      const setup = await client.library.reading().catch(() => null)
      fail(mine, sentenceForDictation(notSetUp), setup?.recordings ?? null)
    }
  }

  /** Lets go of everything: microphone, recording and answer. */
  function cancel(): void {
    const was = state.at
    end(attempt.current)
    attempt.current = null
    setState(rest)
    setSaid(was === 'problem' ? '' : 'Dictation cancelled. Nothing was kept.')
  }

  function renewed(): Attempt {
    end(attempt.current)
    const mine: Attempt = { over: new AbortController(), microphone: null, recording: '' }
    attempt.current = mine
    return mine
  }

  function show(mine: Attempt, next: DictationState, words: string): void {
    if (attempt.current !== mine) return
    setState(next)
    setSaid(words)
  }

  function fail(mine: Attempt, sentence: string, missing: ReadingSetup['recordings'] | null = null): void {
    show(mine, { at: 'problem', sentence, again: mine.recording !== '', missing }, sentence)
  }
}

const notSetUp = { code: 'DICTATION_NOT_SET_UP' } as const
const notWritten = { code: 'DICTATION_FAILED' } as const

function end(attempt: Attempt | null): void {
  attempt?.over.abort()
  attempt?.microphone?.close()
}
