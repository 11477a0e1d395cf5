import { useEffect, useState } from 'react'
import { splitSentences } from './sentences.ts'

/** Reads each finished sentence to a screen reader once, politely, while an answer is written. */
export function Announcer({ text, ended }: { readonly text: string; readonly ended: boolean }) {
  const [said, setSaid] = useState({ upTo: 0, words: '' })
  useEffect(() => {
    setSaid((before) => {
      const sentences = splitSentences(text.slice(before.upTo))
      const finished = ended ? sentences : sentences.slice(0, -1)
      if (finished.length === 0) return before
      const words = finished.join('')
      return { upTo: before.upTo + words.length, words: words.replace(/\[\d[\d, ]*\]/g, '').replace(/[*_`#]/g, '') }
    })
  }, [text, ended])
  return (
    <p className="unseen" aria-live="polite">
      {said.words}
    </p>
  )
}
