import type { AskEvent } from '#contract/chat.contract'

/**
 * Holds streamed words back until they are whole, and hands them on at most once per interval, so that a fast model
 * costs no more than a slow one.
 */
export function createWordBuffer(interval: number, handOn: (event: AskEvent) => void) {
  let text = ''
  let thinking = ''
  let timer: ReturnType<typeof setTimeout> | null = null

  return { take, flush }

  function take(event: AskEvent) {
    if (event.type === 'token') text += event.text
    else if (event.type === 'thinking') thinking += event.text
    else {
      flush()
      handOn(event)
      return
    }
    timer ??= setTimeout(release, interval)
  }

  function release() {
    timer = null
    if (thinking) handOn({ type: 'thinking', text: thinking })
    thinking = ''
    const whole = wholeWords(text)
    if (whole) handOn({ type: 'token', text: whole })
    text = text.slice(whole.length)
  }

  function flush() {
    if (timer !== null) clearTimeout(timer)
    release()
    if (text) handOn({ type: 'token', text })
    text = ''
  }
}

/** The beginning of a text up to its last space, and never half a citation. Scripts without spaces come as they are. */
function wholeWords(text: string) {
  const space = text.search(/\s\S*$/)
  const whole =
    space === -1 ? (/[\u3000-\u9fff\uac00-\ud7af\uff00-\uffef]$/.test(text) ? text : '') : text.slice(0, space + 1)
  const bracket = whole.search(/\[[\d, ]*$/)
  return bracket === -1 ? whole : whole.slice(0, bracket)
}
