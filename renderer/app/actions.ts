import { useEffect, useRef } from 'react'
import { create } from 'zustand'
import { createChords } from './shortcut.ts'

/** Something a person can do now. It is listed under `?` and in the palette, which show its keys. */
export interface Action {
  readonly id: string
  readonly label: string
  /** Heading it stands under. */
  readonly group: 'Go to' | 'Ask' | 'Document' | 'Search' | 'Library' | 'Settings' | 'Page'
  /** e.g. `mod+k`, `g s`, `[`. */
  readonly keys?: string
  /** True for keys that work while typing; others are left to the text. */
  readonly whileTyping?: boolean
  /** True keeps it out of the palette and the list of keys. */
  readonly hidden?: boolean
  readonly run: () => void
}

interface ActionsStore {
  readonly sets: ReadonlyMap<symbol, readonly Action[]>
}

const useStore = create<ActionsStore>(() => ({ sets: new Map() }))

/** Offers actions while the calling component is shown; the innermost, latest offered wins where keys are equal. */
export function useActions(actions: readonly Action[]) {
  const id = useRef(Symbol('actions'))
  const latest = useRef(actions)
  latest.current = actions
  const shape = actions.map((action) => [action.id, action.label, action.keys].join('\t')).join('\n')

  useEffect(() => {
    const own = id.current
    const stable = latest.current.map((action) => ({
      ...action,
      run: () => latest.current.find((now) => now.id === action.id)?.run(),
    }))
    useStore.setState(({ sets }) => ({ sets: new Map([...sets, [own, stable]]) }))
    return () =>
      useStore.setState(({ sets }) => ({ sets: new Map([...sets].filter(([registered]) => registered !== own)) }))
  }, [shape])
}

/** All actions offered at present, without those that are overruled. */
export function useOfferedActions(): readonly Action[] {
  return offered(useStore((store) => store.sets))
}

/** Runs actions by their keys. Used once, by the frame of the page. */
export function useActionKeys() {
  useEffect(() => {
    const chords = createChords(1_200)
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return
      const actions = offered(useStore.getState().sets)
      const pressed = chords.complete(
        event,
        actions.flatMap((action) => action.keys ?? []),
        event.timeStamp,
      )
      const typing = isTyping(event.target)
      const action = actions.find(
        (candidate) =>
          candidate.keys !== undefined && pressed.includes(candidate.keys) && (candidate.whileTyping || !typing),
      )
      if (!action || isInLayer(event.target)) return
      event.preventDefault()
      action.run()
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [])
}

function offered(sets: ReadonlyMap<symbol, readonly Action[]>) {
  const all = [...sets.values()].toReversed().flat()
  return all.filter((action, index) => {
    const same = (other: Action) => other.id === action.id || (action.keys !== undefined && other.keys === action.keys)
    return all.findIndex(same) === index
  })
}

function isTyping(target: EventTarget | null) {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea, select'))
}

/** Dialogs and menus have their own keys. */
function isInLayer(target: EventTarget | null) {
  return target instanceof HTMLElement && target.closest('[role="dialog"], [role="menu"]') !== null
}
