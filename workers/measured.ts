import type { Recording } from '#models/tracing/recording'
import { tellMain, whoThisIs } from './telling.ts'

const tenSeconds = 10_000
let recording: Promise<Recording> | null = null
let ticks: NodeJS.Timeout | undefined
let beginning: Promise<unknown> | null = null

/** Times the steps of this process and tells main of each, and of its memory, until it is told to stop. */
export function measure(on: boolean): void {
  clearInterval(ticks)
  const last = recording
  recording = null
  void last?.then((before) => before.stop())
  if (!on) return
  recording = import('#models/tracing/recording').then(({ startRecording }) =>
    startRecording(whoThisIs(), (span) => tellMain({ alcove: 'span', span })),
  )
  const over = () => {
    if (beginning === begun) beginning = null
  }
  // What cannot be loaded measures nothing; calls are answered all the same.
  const begun: Promise<void> = recording.then(over, over)
  beginning = begun
  const tellMemory = () => tellMain({ alcove: 'memory', bytes: process.memoryUsage.rss() })
  tellMemory()
  ticks = setInterval(tellMemory, tenSeconds).unref()
}

/** Runs a call at once, or as soon as what was told to measure does so: the first calls of a process are part of it. */
export function onceMeasuring<T>(call: () => Promise<T>): Promise<T> {
  return beginning ? beginning.then(call, call) : call()
}
