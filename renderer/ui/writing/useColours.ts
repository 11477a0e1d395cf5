import { useEffect, useState } from 'react'
import { type CodeLine, loadPainter, type Painter, pause } from '../highlight.ts'
import { linesOfChunk } from './code-chunks.ts'

/** The coloured lines of a piece of code, and the text they are of. */
export interface ColouredChunk {
  readonly text: string
  readonly lines: readonly CodeLine[]
}

/** Beyond this, code is shown in one colour. */
const longest = 400_000

/**
 * The colours of code that may still grow, piece by piece as they are ready: what has none yet is plain, and no piece keeps
 * the page waiting for more than a moment.
 */
export function useColours(chunks: readonly string[], language: string, closed: boolean): readonly ColouredChunk[] {
  const [coloured, setColoured] = useState<readonly ColouredChunk[]>([])
  const [painting] = useState(() => createPainting(setColoured))
  useEffect(() => {
    painting.show(chunks, language, closed)
  }, [painting, chunks, language, closed])
  useEffect(() => painting.stop, [painting])
  return coloured
}

type State = Parameters<Painter['paint']>[1]

interface Wanted {
  readonly chunks: readonly string[]
  readonly language: string
  readonly closed: boolean
}

function createPainting(handOn: (coloured: readonly ColouredChunk[]) => void) {
  let wanted: Wanted | null = null
  let running = false
  let language = ''
  let painter: Painter | null = null
  let done: ColouredChunk[] = []
  /** The state before each piece, and behind the last. */
  let states: State[] = [null]

  return { show, stop }

  function show(chunks: readonly string[], name: string, closed: boolean) {
    wanted = { chunks, language: name, closed }
    if (!running) void run()
  }

  function stop() {
    wanted = null
  }

  async function run() {
    running = true
    for (let next = wanted; next; next = wanted) {
      if (next.language !== language) {
        done = []
        states = [null]
        painter = await loadPainter(next.language).catch(() => null)
        language = next.language
        continue
      }
      if (!painter || !paintNext(painter, next)) break
      handOn([...done])
      await pause()
    }
    running = false
  }

  /** Paints the first piece that has words without colour; false when there is none. */
  function paintNext(paint: Painter, { chunks, closed }: Wanted): boolean {
    if (chunks.reduce((sum, chunk) => sum + chunk.length, 0) > longest) return false
    for (const [index, chunk] of chunks.entries()) {
      const isLast = index === chunks.length - 1
      // The line that is still written gets its colours when it is whole.
      const text = isLast && !closed ? chunk.slice(0, Math.max(0, chunk.lastIndexOf('\n'))) : chunk
      if (done[index]?.text === text || text === '') continue
      const { lines, end } = paint.paint(text, states[index] ?? null)
      done = [...done.slice(0, index), { text, lines }]
      states = [...states.slice(0, index + 1), text.split('\n').length === linesOfChunk ? end : null]
      return true
    }
    return false
  }
}
