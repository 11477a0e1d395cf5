import { useCallback, useEffect, useMemo, useRef } from 'react'
import type { Turn } from '#contract/chat.contract'
import { isSamePlace } from '../app/document-place.ts'
import { useDocument, useEvidence } from '../app/useDocument.ts'
import type { LiveTurn } from './answer.ts'
import { anchorOfNote } from './CitedMarkdown.tsx'
import { shownAnswer } from './shown-answer.ts'

/** Opens the evidence of turns in the viewer, and lets the viewer step through all of it. */
export function useThread(turns: readonly (Turn | LiveTurn)[], earlier: number) {
  const document = useDocument()
  const shown = useMemo(
    () => turns.map((turn, index) => ({ scope: scopeOf(earlier + index), evidence: shownAnswer(turn).evidence })),
    [turns, earlier],
  )

  useEffect(() => {
    useEvidence.setState({ places: shown.flatMap(({ evidence }) => evidence) })
    return () => useEvidence.setState({ places: [] })
  }, [shown])

  const { open } = document
  const openRef = useLatest(open)
  const shownRef = useLatest(shown)
  const evidenceOf = useCallback(
    (scope: string, n: number) =>
      shownRef()
        .find((turn) => turn.scope === scope)
        ?.evidence.find((one) => one.n === n),
    [shownRef],
  )
  const onOpen = useCallback(
    (scope: string, n: number) => {
      const one = evidenceOf(scope, n)
      if (one) openRef()(one)
    },
    [openRef, evidenceOf],
  )
  const { place } = document
  const opened = place
    ? shown
        .flatMap(({ scope, evidence }) =>
          evidence.filter((one) => isSamePlace(one, place)).map(({ n }) => `${scope}-${n}`),
        )
        .join(' ')
    : null
  return { onOpen, opened, evidenceOf, lastNotes: useLastNotes(shown) }
}

/** The last note of each turn, which those of the turn below keep clear of. */
function useLastNotes(
  shown: readonly { readonly scope: string; readonly evidence: readonly { readonly n: number }[] }[],
) {
  return useMemo(
    () =>
      shown.map(({ scope, evidence }) => {
        const last = evidence.at(-1)
        return last ? anchorOfNote(scope, last.n) : undefined
      }),
    [shown],
  )
}

/** Names a turn on the page; also the beginning of its anchors. */
export function scopeOf(index: number) {
  return `turn${index + 1}`
}

/** Reads the value of the last render; for handlers that must stay the same. */
function useLatest<T>(value: T) {
  const box = useRef(value)
  box.current = value
  return useCallback(() => box.current, [])
}
