import { Link } from '@tanstack/react-router'
import { Square, X } from 'lucide-react'
import { dictationSeconds } from '#contract/dictation.contract'
import { useActions } from '../../app/actions.ts'
import { focusQuestionEvent } from '../../app/useShellEvents.ts'
import { Button, buttonClass, IconButton } from '../../ui/Button.tsx'
import { Command } from '../../ui/Command.tsx'
import { Keys } from '../../ui/Kbd.tsx'
import { type Dictation, type DictationState, useMeter } from './useDictation.ts'
import './dictating.css'

/** How far dictation is, in words for eyes and for a screen reader; nothing but silence while there is none. */
export function DictationBar({ dictation }: { readonly dictation: Dictation }) {
  const { state, said } = dictation
  return (
    <>
      <p className="unseen" role="status">
        {said}
      </p>
      {state.at !== 'rest' && <Shown dictation={dictation} />}
    </>
  )
}

function Shown({ dictation: { state, stop, cancel, again } }: { readonly dictation: Dictation }) {
  const label = state.at === 'problem' ? 'Close' : 'Cancel dictation'
  useActions([{ id: 'cancel-dictation', group: 'Ask', label, keys: 'escape', whileTyping: true, run: cancel }])
  return (
    <div className="dictating" role="group" aria-label="Dictation">
      <div className="words">
        {state.at === 'asking' && 'Waiting for the microphone. Allow it where your browser or system asks.'}
        {state.at === 'listening' && <Listening />}
        {state.at === 'writing' && 'Writing down what you said, on this machine…'}
        {state.at === 'problem' && <Problem problem={state} />}
      </div>
      {state.at === 'listening' && (
        <Button icon={Square} iconSize={12} onClick={() => backToBox(stop)}>
          Stop <Keys keys="enter" />
        </Button>
      )}
      {state.at === 'problem' && state.again && <Button onClick={() => backToBox(again)}>Try again</Button>}
      <IconButton icon={X} label={label} keys="escape" onClick={() => backToBox(cancel)} />
    </div>
  )
}

/** The button that was pressed goes; where one would go on typing, the focus goes. */
function backToBox(run: () => unknown): void {
  window.dispatchEvent(new Event(focusQuestionEvent))
  void run()
}

function Listening() {
  const { seconds, level } = useMeter()
  return (
    <span className="hears">
      <span className="level" aria-hidden>
        <span style={{ transform: `scaleX(${level.toFixed(2)})` }} />
      </span>
      <span>
        Listening <span className="num">{clock(seconds)}</span>
        <span className="text-muted"> of {clock(dictationSeconds)} — Esc cancels, Enter stops</span>
      </span>
    </span>
  )
}

function Problem({
  problem: { sentence, missing },
}: {
  readonly problem: DictationState & { readonly at: 'problem' }
}) {
  const [first] = missing?.incomplete ?? []
  return (
    <>
      <p>{sentence}</p>
      {missing && first && (
        <p>
          {first.name} is not used: it lacks {first.missing.join(', ')}.
        </p>
      )}
      {missing && (
        <p className="speech-folder">
          <Command text={missing.folder} />
          <Link to="/settings/$section" params={{ section: 'library' }} className={buttonClass('quiet')}>
            Settings, Library
          </Link>
        </p>
      )}
    </>
  )
}

/** `0:07`. */
function clock(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, '0')}`
}
