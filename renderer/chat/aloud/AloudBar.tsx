import { Pause, Play, Square } from 'lucide-react'
import { useEffect } from 'react'
import { useActions } from '../../app/actions.ts'
import { pauseReading, stopReading, useReadingAloud } from '../../app/reading-aloud.ts'
import { IconButton } from '../../ui/Button.tsx'
import { markSpoken } from './mark-spoken.ts'
import './aloud.css'

/** What is being said of an answer, with ways to halt and to end it; nothing while another answer, or none, is read. */
export function AloudBar({ answerId, scope }: { readonly answerId: string; readonly scope: string }) {
  const isMine = useReadingAloud((reading) => reading.answerId === answerId)
  return isMine && <Reading answerId={answerId} scope={scope} />
}

function Reading({ answerId, scope }: { readonly answerId: string; readonly scope: string }) {
  const { sentences, at, paused } = useReadingAloud()
  const sentence = sentences[at] ?? ''
  useEffect(() => markSpoken(document.getElementById(scope), sentence), [scope, sentence])
  // A page that is left is not read on; another answer that is about to be read is.
  useEffect(() => () => void (useReadingAloud.getState().answerId === answerId && stopReading()), [answerId])
  useActions([
    {
      id: 'pause-aloud',
      group: 'Ask',
      label: paused ? 'Read on' : 'Pause reading aloud',
      keys: 'l',
      run: () => pauseReading(!paused),
    },
    { id: 'stop-aloud', group: 'Ask', label: 'Stop reading aloud', keys: 'escape', run: stopReading },
  ])
  return (
    <div className="aloud" role="group" aria-label="Reading aloud">
      <IconButton
        icon={paused ? Play : Pause}
        label={paused ? 'Read on' : 'Pause reading aloud'}
        keys="l"
        onClick={() => pauseReading(!paused)}
      />
      <IconButton icon={Square} label="Stop reading aloud" keys="escape" onClick={stopReading} />
      <span className="cut">{sentence}</span>
      <span className="num text-muted">
        {at + 1} of {sentences.length}
      </span>
    </div>
  )
}
