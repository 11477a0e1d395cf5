/** Gathers what a model writes and passes it on in whole words, at most every `every` milliseconds. */
export function createWordBatch({ every, emit }: { readonly every: number; readonly emit: (text: string) => void }) {
  let held = ''
  let lastAt = Number.NEGATIVE_INFINITY
  let timer: NodeJS.Timeout | undefined
  return { add, flush }

  function add(text: string) {
    held += text
    if (timer) return
    const rest = lastAt + every - performance.now()
    if (rest <= 0) passOn()
    else timer = setTimeout(passOn, rest)
  }

  /** Passes on everything, also half a word. */
  function flush() {
    clearTimeout(timer)
    timer = undefined
    send(held.length)
  }

  function passOn() {
    timer = undefined
    send(endOfWords(held))
  }

  function send(length: number) {
    if (length === 0) return
    emit(held.slice(0, length))
    held = held.slice(length)
    lastAt = performance.now()
  }
}

// After the last space, or after the last letter of a script that writes without spaces.
function endOfWords(text: string): number {
  const match = /^[\s\S]*[\s\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}。、]/u.exec(text)
  return match ? match[0].length : 0
}
