import { create } from 'zustand'

/** What is being read aloud; one thing at a time on a page. */
export interface ReadingAloud {
  /** The answer; null while nothing is read. */
  readonly answerId: string | null
  readonly sentences: readonly string[]
  /** The sentence that is said now. */
  readonly at: number
  readonly paused: boolean
}

export interface Manner {
  /** The name of a voice; null: the first of the language of the page, else the first of all. */
  readonly voice: string | null
  /** 1 is as the voice speaks by itself. */
  readonly rate: number
}

const silent: ReadingAloud = { answerId: null, sentences: [], at: 0, paused: false }
/** What is being read aloud on this page, to be shown. */
export const useReadingAloud = create<ReadingAloud>(() => silent)

/** Sentences said by an older wish are not gone on with. */
let wish = 0

/**
 * The voices that speak on this machine. Others send what they are given to a server, and are never used
 * (`SpeechSynthesisVoice.localService`, Web Speech API).
 */
export function localVoices(): readonly SpeechSynthesisVoice[] {
  return window.speechSynthesis?.getVoices().filter(({ localService }) => localService) ?? []
}

/** The same once the system has told them, which some do late; empty where there is none. */
export function whenVoicesAreKnown(): Promise<readonly SpeechSynthesisVoice[]> {
  const { speechSynthesis } = window
  if (!speechSynthesis || localVoices().length > 0) return Promise.resolve(localVoices())
  return new Promise((resolve) => {
    const end = () => resolve(localVoices())
    speechSynthesis.addEventListener('voiceschanged', end, { once: true })
    setTimeout(end, 1_000)
  })
}

/** Reads sentences aloud, one after the other; whatever was read before ends. False where no voice of this machine can. */
export async function readAloud(answerId: string, sentences: readonly string[], manner: Manner): Promise<boolean> {
  stopReading()
  const mine = wish
  const voices = await whenVoicesAreKnown()
  const voice = voices.find(({ name }) => name === manner.voice) ?? likelyVoice(voices)
  if (!voice) return false
  if (mine !== wish) return true
  useReadingAloud.setState({ answerId, sentences, at: 0, paused: false })
  sayFrom(0)
  return true

  function sayFrom(at: number) {
    const sentence = sentences[at]
    if (mine !== wish) return
    if (sentence === undefined) return stopReading()
    useReadingAloud.setState({ at })
    const said = new SpeechSynthesisUtterance(sentence)
    said.voice = voice ?? null
    said.lang = voice?.lang ?? ''
    said.rate = manner.rate
    said.onend = () => sayFrom(at + 1)
    // A sentence that cannot be said is passed over, unless all of it was called off.
    said.onerror = ({ error }) => (error === 'canceled' || error === 'interrupted' ? undefined : sayFrom(at + 1))
    window.speechSynthesis.speak(said)
  }
}

/** Halts in the middle of a word, or goes on from there. */
export function pauseReading(paused: boolean): void {
  if (paused) window.speechSynthesis.pause()
  else window.speechSynthesis.resume()
  useReadingAloud.setState({ paused })
}

/** Ends it. */
export function stopReading(): void {
  wish += 1
  useReadingAloud.setState(silent)
  const { speechSynthesis } = window
  // One that is paused stays so for whatever is read next.
  speechSynthesis?.resume()
  speechSynthesis?.cancel()
}

function likelyVoice(voices: readonly SpeechSynthesisVoice[]): SpeechSynthesisVoice | undefined {
  const [language = ''] = navigator.language.split('-')
  return voices.find(({ lang }) => lang.toLowerCase().startsWith(language.toLowerCase())) ?? voices[0]
}
