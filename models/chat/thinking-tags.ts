import type { ChatPart } from './chat-model.ts'

type WrittenPart = Extract<ChatPart, { type: 'token' | 'thinking' }>

const opening = '<think>'
const closing = '</think>'

/** Takes thoughts out of an answer that begins with `<think>`: some servers and models leave them in the text. */
export function createThinkingFilter() {
  let state: 'start' | 'thinking' | 'between' | 'answer' = 'start'
  let held = ''
  return { add, end }

  function add(text: string): WrittenPart[] {
    if (state === 'answer') return written('token', text)
    held += text
    if (state === 'start') {
      const begun = held.trimStart()
      if (opening.startsWith(begun.slice(0, opening.length)) && begun.length < opening.length) return []
      if (!begun.startsWith(opening)) return release()
      state = 'thinking'
      held = begun.slice(opening.length)
    }
    return state === 'thinking' ? think() : between()
  }

  function end(): WrittenPart[] {
    return state === 'thinking' ? written('thinking', held) : state === 'between' ? [] : release()
  }

  function think(): WrittenPart[] {
    const at = held.indexOf(closing)
    // The end of what is held may be the beginning of the closing tag.
    const safe = at === -1 ? Math.max(0, held.length - closing.length + 1) : at
    const thought = held.slice(0, safe)
    held = at === -1 ? held.slice(safe) : held.slice(at + closing.length)
    if (at === -1) return written('thinking', thought)
    state = 'between'
    return [...written('thinking', thought), ...between()]
  }

  function between(): WrittenPart[] {
    held = held.trimStart()
    return held === '' ? [] : release()
  }

  function release(): WrittenPart[] {
    state = 'answer'
    const text = held
    held = ''
    return written('token', text)
  }

  function written(type: WrittenPart['type'], text: string): WrittenPart[] {
    return text === '' ? [] : [{ type, text }]
  }
}
