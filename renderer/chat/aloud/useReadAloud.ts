import type { Turn } from '#contract/chat.contract'
import { readAloud } from '../../app/reading-aloud.ts'
import { useSettings } from '../../app/useSettings.ts'
import { noVoice } from '../../app/voice-words.ts'
import { say } from '../../ui/Toasts.tsx'
import { splitSentences } from '../sentences.ts'
import { shownAnswer } from '../shown-answer.ts'
import { spokenSentences } from './spoken.ts'

/** Reads an answer aloud in the way that the person set, or says why it cannot. */
export function useReadAloud() {
  const { settings } = useSettings()
  return (turn: Turn) => {
    if (!turn.answer) return
    void readAloud(turn.answer.id, sentencesOf(turn), settings.readAloud).then((can) => can || say(...noVoice))
  }
}

function sentencesOf(turn: Turn): readonly string[] {
  const { text, evidence } = shownAnswer(turn)
  if (turn.answer?.mode !== 'quotes') return spokenSentences(text)
  return evidence.flatMap(({ title, quote }) => [`${title}:`, ...splitSentences(quote.replace(/\s+/g, ' ').trim())])
}
